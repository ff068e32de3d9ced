/** The page that the link in a letter to a further e-mail address leads to, and the button that sends another one. */
import { Type } from 'typebox'
import { fault, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Form, Notice } from '../../ui/index.ts'
import { lineParams, type PageParts } from './line-pages.tsx'
import { profileLink, type Asked } from './lines.tsx'
import { lookAtProof, prove, sendProof, type BrokenProof } from './proving.ts'

const query = Type.Object({ token: Type.Optional(Type.String({ maxLength: 200 })) })

function provePage(request: Asked, action: string, address: string): Page {
  const { t, language } = request
  return {
    title: t('profile.prove.title'),
    referrer: 'none',
    current: profileLink(language),
    body: (
      <>
        <h1>{t('profile.prove.title')}</h1>
        <p class="lead">{t('profile.prove.lead', { address })}</p>
        <Form action={action}>
          <Actions>
            <Button>{t('profile.prove.submit')}</Button>
            <ButtonLink href={profileLink(language)}>{t('profile.prove.not')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

const statuses: Readonly<Record<BrokenProof, number>> = { foreign: 404, expired: 410, used: 200, gone: 410 }

/** A link that proves nothing: why, and what to do. */
function brokenPage(request: Asked, why: BrokenProof): Page {
  const { t, language } = request
  return {
    title: t('profile.prove.title'),
    status: statuses[why],
    referrer: 'none',
    current: profileLink(language),
    body: (
      <>
        <h1>{t('profile.prove.title')}</h1>
        <Notice tone={why === 'used' ? 'ok' : 'warn'}>{t(`profile.prove.${why}`)}</Notice>
        <Actions>
          <ButtonLink kind="primary" href={profileLink(language)}>
            {t('profile.do.back')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** Proving an e-mail address, and asking for another letter. */
export function emailRoutes(parts: PageParts): Route[] {
  const common = { act: 'profile.correct', who: 'customer', params: lineParams } as const
  const path = '/:lang/account/profile/contacts/:line/prove'
  return [
    routes.page({
      ...common,
      path,
      query,
      render: async request => {
        const { line } = request.params
        const { token = '' } = request.query
        const found = await lookAtProof(parts, request.visitor.actor, line, token)
        if (found instanceof Refusal) return refused(found)
        if (typeof found === 'string') return brokenPage(request, found)
        const action = `${profileLink(request.language, 'contacts', line, 'prove')}?token=${encodeURIComponent(token)}`
        return provePage(request, action, found.address)
      },
    }),
    routes.form({
      ...common,
      path,
      query,
      body: Type.Object({}),
      handle: async request => {
        const done = await prove(parts, request.visitor.actor, request.params.line, request.query.token ?? '')
        if (done instanceof Refusal) return refused(done)
        if (done !== 'done') return brokenPage(request, done)
        return redirect(profileLink(request.language), { done: 'profile.done.proven' })
      },
    }),
    routes.form({
      ...common,
      path: '/:lang/account/profile/contacts/:line/letter',
      body: Type.Object({}),
      handle: async request => {
        const { t, visitor, params } = request
        const sent = await sendProof(parts, visitor.actor, params.line)
        if (sent instanceof Refusal) return refused(sent)
        if (sent === 'none') return fault('not-found')
        if (sent !== 'sent')
          return fault('conflict', { detail: t('people.sign-up.wait', { count: Math.ceil(sent.wait / 60) }) })
        return redirect(profileLink(request.language), { done: 'profile.done.letter' })
      },
    }),
  ]
}
