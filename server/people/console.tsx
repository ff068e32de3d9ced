/** The pages between a colleague's second factor and the console. */
import { Type } from 'typebox'
import { fault, invalid, link, redirect, refused } from '../base/http/index.ts'
import type { Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, ButtonLink, Form, type Words } from '../ui/index.ts'
import type { PeopleParts } from './parts.ts'
import { changeLanguage } from './own.ts'
import { faultAt } from './people.ts'
import { acknowledge } from './acknowledging.ts'
import { routes, type Visitor } from './visitor.ts'

type Colleague = WebRequest<Extract<Visitor, { kind: 'staff' }>> & Words

/** Language of the console, and acknowledgement. */
export function consoleRoutes(parts: PeopleParts): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy.policy

  function acknowledgePage({ t, language }: Colleague): Page {
    const { version, effective } = policy()
    return {
      title: t('people.acknowledge.title'),
      body: (
        <>
          <h1>{t('people.acknowledge.title')}</h1>
          <p class="lead">{t('people.acknowledge.lead', { version, since: new Date(effective) })}</p>
          <Actions>
            <ButtonLink href={link(language, 'privacy')}>{t('people.acknowledge.read', { version })}</ButtonLink>
          </Actions>
          <Form action="/console/acknowledge">
            <input type="hidden" name="version" value={version} />
            <Actions>
              <Button>{t('people.acknowledge.submit')}</Button>
            </Actions>
          </Form>
        </>
      ),
    }
  }

  return [
    routes.form({
      path: '/console/language',
      act: 'people.correct',
      who: 'staff',
      body: Type.Object({ language: Type.String({ maxLength: 10 }) }),
      handle: async ({ visitor, body, languages, t }) => {
        const next = languages.find(one => one === body.language)
        if (next === undefined) return invalid(faultAt('language', t('ui.field.choice')))
        // A colleague corrects what stands about themselves, as every person may.
        const done = await changeLanguage(parts, { kind: 'customer', person: visitor.person }, next)
        return done instanceof Refusal ? refused(done) : redirect('/console', { done: 'people.done.language' })
      },
    }),
    routes.page({ path: '/console/acknowledge', act: 'people.acknowledge', who: 'staff', render: acknowledgePage }),
    routes.form({
      path: '/console/acknowledge',
      act: 'people.acknowledge',
      who: 'staff',
      body: Type.Object({ version: Type.Integer() }),
      handle: async request => {
        // What was read is what was shown: a version that came into force in between is shown first.
        if (request.body.version !== policy().version) return fault('conflict')
        const refusal = await acknowledge(parts, request.visitor.person, request.body.version)
        return refusal ? refused(refusal) : redirect('/console', { done: 'people.done.acknowledged' })
      },
    }),
  ]
}
