/** The customer's pages: account home, profile, name and language. What else stands in a profile is in `…-pages.tsx`. */
import { Type } from 'typebox'
import { fault, invalid, link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { changeLanguage, correctName, routes, viewOwn } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { accountPage } from './account.tsx'
import { viewProfile, viewReach } from './acts.ts'
import { profileLink, type Asked } from './lines.tsx'
import { contactRoutes } from './contact-pages.tsx'
import { emailRoutes } from './email-pages.tsx'
import { languagePage, namePage } from './forms.tsx'
import type { PageParts } from './line-pages.tsx'
import { profilePage } from './page.tsx'
import { promised } from './promised.ts'
import { otherIdsIn } from './proven.ts'
import { nameText, readName } from './reading.ts'
import { researchRoutes } from './research-pages.tsx'

/** The pages of the account and the profile. */
export function portalRoutes(parts: PageParts): Route[] {
  const promises = ({ language }: Asked) => promised(parts, language)

  /** The whole profile; also what a form shows when the policy allows it no more. */
  async function wholePage(request: Asked, undo?: string): Promise<Page> {
    return profilePage(request, await viewProfile(parts, request.visitor.actor), promises(request), undo)
  }

  async function nameForm(request: Asked): Promise<Page | Refusal> {
    const { names } = await viewOwn(parts, request.visitor.actor)
    if (names instanceof Refusal) return names
    const { line } = request.typed
    return namePage(request, promises(request), {
      name: names[0]?.value ?? '',
      // A name that is shown again after a fault is still the correction of the line that was read.
      line: typeof line === 'string' ? line : (names[0]?.id ?? ''),
    })
  }

  async function languageForm(request: Asked): Promise<Page | Refusal> {
    const { languages } = await viewOwn(parts, request.visitor.actor)
    return languages instanceof Refusal ? languages : languagePage(request, promises(request), languages[0])
  }

  const shown = async (page: Promise<Page | Refusal>) => {
    const answer = await page
    return answer instanceof Refusal ? refused(answer) : answer
  }
  const again = (form: (request: Asked) => Promise<Page | Refusal>) => async (request: Asked) => {
    const page = await form(request)
    return page instanceof Refusal ? wholePage(request) : page
  }

  return [
    routes.page({
      path: '/:lang/account',
      act: 'profile.view',
      who: 'customer',
      render: async request => {
        const { actor, person } = request.visitor
        const reach = await viewReach(parts, actor)
        return accountPage(request, reach, promises(request), await otherIdsIn(parts, person, reach))
      },
    }),
    routes.page({
      path: '/:lang/account/profile',
      act: 'profile.view',
      who: 'customer',
      query: Type.Object({ undo: Type.Optional(Type.String({ maxLength: 40 })) }),
      render: request => wholePage(request, request.query.undo),
    }),
    routes.page({
      path: '/:lang/account/profile/name',
      act: 'people.correct',
      who: 'customer',
      render: request => shown(nameForm(request)),
    }),
    routes.form({
      path: '/:lang/account/profile/name',
      act: 'people.correct',
      who: 'customer',
      body: Type.Object({ line: Type.String({ format: 'uuid' }), name: Type.Optional(nameText) }),
      again: again(nameForm),
      handle: async request => {
        const { line, name: typed = '' } = request.body
        const name = readName(typed)
        if (name === undefined) return invalid({ field: 'name', message: request.t('profile.fault.name') })
        const done = await correctName(parts, request.visitor.actor, line, name)
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        if (done === 'done')
          return redirect(`${profileLink(request.language)}?undo=name`, { done: 'profile.done.saved' })
        const overtaken = { at: done.replaced, now: done.now.value }
        return namePage(request, promises(request), { name, line: done.now.id, overtaken })
      },
    }),
    routes.page({
      path: '/:lang/account/profile/language',
      act: 'people.correct',
      who: 'customer',
      render: request => shown(languageForm(request)),
    }),
    routes.form({
      path: '/:lang/account/profile/language',
      act: 'people.correct',
      who: 'customer',
      body: Type.Object({ language: Type.Optional(Type.String({ maxLength: 10 })) }),
      again: again(languageForm),
      handle: async request => {
        const language = request.languages.find(one => one === request.body.language)
        if (!language) return invalid({ field: 'language', message: request.t('profile.fault.language') })
        const done = await changeLanguage(parts, request.visitor.actor, language)
        if (done instanceof Refusal) return refused(done)
        return redirect(`${link(language, 'account', 'profile')}?undo=language`, { done: 'profile.done.saved' })
      },
    }),
    ...contactRoutes(parts, wholePage),
    ...emailRoutes(parts),
    ...researchRoutes(parts, wholePage),
  ]
}
