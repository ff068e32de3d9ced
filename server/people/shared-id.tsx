/** An ID that several people use, a mailbox of a team for example: said by themselves, and what it changes. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused, reply } from '../base/http/index.ts'
import type { Page, Route, WebRequest } from '../base/http/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, Choices, Form, type Words } from '../ui/index.ts'
import { needingProof } from './factors/index.ts'
import * as own from './own-store.ts'
import type { PeopleParts } from './parts.ts'
import { provenance } from './sign-up.ts'
import { routes, type Visitor } from './visitor.ts'

type Asked = WebRequest<Extract<Visitor, { kind: 'customer' }>> & Words
type Self = Asked['visitor']['actor']

async function saySeveral(parts: PeopleParts, actor: Self, several: boolean): Promise<'done' | Refusal> {
  const { person } = actor
  const written = await parts.gate.write(
    { act: 'people.correct', actor, subject: { person } },
    { said: own.saySeveral(person, several, provenance(parts, 'web')) },
  )
  return written instanceof Refusal ? written : 'done'
}

function sharedPage({ t, language, visitor }: Asked): Page {
  return {
    title: t('companies.shared.title'),
    current: link(language, 'account', 'profile'),
    body: (
      <>
        <h1>{t('companies.shared.title')}</h1>
        <p class="lead">{t('companies.shared.lead')}</p>
        <ul>
          {(['greeting', 'sign-in', 'looked', 'rights'] as const).map(what => (
            <li key={what}>{t(`companies.shared.${what}`)}</li>
          ))}
        </ul>
        <Form action={link(language, 'account', 'shared-id')}>
          <Choices
            name="users"
            legend={t('companies.shared.question')}
            pick="one"
            value={visitor.several ? 'several' : 'one'}
            choices={(['one', 'several'] as const).map(value => ({ value, label: t(`companies.shared.${value}`) }))}
          />
          <Actions>
            <Button>{t('companies.shared.submit')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** The page and the calls with which somebody says that several people use their ID. */
export function sharedIdRoutes(parts: PeopleParts): Route[] {
  const common = { path: '/:lang/account/shared-id', act: 'people.correct', who: 'customer' } as const
  return [
    routes.page({ ...common, render: sharedPage }),
    needingProof(
      routes.form({
        ...common,
        body: Type.Object({ users: Type.Optional(Type.String({ maxLength: 10 })) }),
        again: sharedPage,
        handle: async request => {
          const { users } = request.body
          if (users !== 'one' && users !== 'several')
            return invalid({ field: 'users', message: request.t('companies.fault.users') })
          const done = await saySeveral(parts, request.visitor.actor, users === 'several')
          if (done instanceof Refusal) return refused(done)
          return redirect(link(request.language, 'account', 'shared-id'), { done: 'companies.done.shared' })
        },
      }),
    ),
    routes.api({
      method: 'GET',
      path: '/api/people/shared-id',
      name: 'people.shared',
      act: 'people.check-session',
      who: 'customer',
      summary: 'Whether several people use your ID, as you said.',
      response: Type.Object({ several: Type.Boolean() }),
      handle: ({ visitor }) => reply({ several: visitor.several === true }),
    }),
    needingProof(
      routes.api({
        method: 'PUT',
        path: '/api/people/shared-id',
        name: 'people.say-shared',
        act: 'people.correct',
        who: 'customer',
        summary: 'Say whether several people use your ID: then nobody is greeted by name.',
        body: Type.Object({ several: Type.Boolean() }),
        response: Type.Object({ several: Type.Boolean() }),
        handle: async ({ body, visitor }) => {
          const done = await saySeveral(parts, visitor.actor, body.several)
          return done instanceof Refusal ? refused(done) : reply({ several: body.several })
        },
      }),
    ),
  ]
}
