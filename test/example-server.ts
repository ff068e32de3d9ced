import { Type } from 'typebox'
import { onTestFinished } from 'vitest'
import { movableClock } from '../server/base/clock.ts'
import {
  createServer,
  fault,
  invalid,
  problem,
  redirect,
  refused,
  reply,
  routesFor,
  Unavailable,
  type Face,
  type ServerOptions,
} from '../server/base/http/index.ts'

export type Visitor =
  | { kind: 'stranger' }
  | { kind: 'customer'; session: string; name: string }
  | { kind: 'half' | 'staff'; session: string }
const builders = routesFor<Visitor>()
export const { form, page } = builders
const { api, file } = builders

const face: Face<Visitor, object> = {
  document: (shown, request) =>
    `<html lang="${request.language}"><title>${shown.title}</title><body>${String(shown.body)}</body></html>`,
  faultPage: shown => ({
    title: shown.code,
    body: `${shown.code} ${shown.reference ?? ''} ${JSON.stringify(shown.errors ?? [])} ${JSON.stringify(shown.left ?? '')}`,
  }),
  sayFault: shown => ({ title: shown.code }),
  sayField: shown => shown.code,
}

export const askName = page({
  path: '/:lang/name',
  act: 'public',
  who: 'anyone',
  render: request => ({ title: 'Name', body: `csrf=${request.csrf};` }),
})
const takeName = form({
  path: '/:lang/name',
  act: 'public',
  who: 'anyone',
  body: Type.Object({
    name: Type.String({ maxLength: 10 }),
    email: Type.Optional(Type.String({ format: 'email' })),
    password: Type.Optional(Type.String({ format: 'password', minLength: 8 })),
  }),
  again: request => ({ title: 'Name', body: JSON.stringify({ typed: request.typed, faults: request.faults }) }),
  handle: request =>
    request.body.name === 'Nobody'
      ? invalid({ field: 'name', message: 'somebody' })
      : redirect(`/${request.language}/name`, { done: 'names.done.saved' }),
})
const rename = form({
  path: '/:lang/rename',
  act: 'public',
  who: 'customer',
  body: Type.Object({ name: Type.String(), password: Type.String({ format: 'password' }) }),
  again: () => ({ title: 'Name', body: '' }),
  handle: request => redirect(`/${request.language}/name`),
})
const note = form({
  path: '/console/note',
  act: 'public',
  who: 'staff',
  body: Type.Object({ note: Type.String() }),
  again: () => ({ title: 'Note', body: '' }),
  handle: () => redirect('/console'),
})
export const call = api({
  method: 'POST',
  path: '/api/things/:id',
  act: 'things.make',
  who: 'anyone',
  params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
  body: Type.Object({ count: Type.Integer({ minimum: 1 }), names: Type.Optional(Type.Array(Type.String())) }),
  response: Type.Object({ count: Type.Integer() }),
  problems: { 'window-closed': 409 },
  handle: ({ body }) => {
    if (body.count === 13)
      return refused({ code: 'category-not-promised', act: 'things.make', clause: '3.2', version: 4 })
    if (body.count === 14) return problem('window-closed', 'It closed yesterday')
    if (body.count === 15) throw new Error('the secret word is leek')
    if (body.count === 16) throw new Unavailable('no database', 7)
    return reply({ count: body.count, secret: 'never leaves' } as { count: number }, { status: 201 })
  },
})
const account = page({
  path: '/:lang/account',
  act: 'profile.view',
  who: 'customer',
  render: ({ visitor }) => ({ title: 'Account', body: visitor.name }),
})
const privacy = page({
  path: '/:lang/privacy',
  act: 'public',
  who: 'anyone',
  render: () => ({ title: 'Privacy', body: 'policy' }),
})
const list = file({
  path: '/:lang/list.csv',
  act: 'public',
  who: 'anyone',
  type: 'text/csv; charset=utf-8',
  answer: () => ({ content: 'a,b\n', download: 'Liste à moi.csv' }),
})
const mailed = page({
  path: '/:lang/confirm',
  act: 'public',
  who: 'anyone',
  render: () => ({ title: 'Confirm', body: 'once', referrer: 'none' }),
})
const anything = api({
  method: 'PUT',
  path: '/api/anything',
  act: 'public',
  who: 'anyone',
  body: Type.Object({ what: Type.Unknown() }),
  response: Type.Object({}),
  handle: () => reply({}),
})
const unsubscribe = form({
  path: '/:lang/unsubscribe',
  act: 'public',
  who: 'anyone',
  body: Type.Object({ 'List-Unsubscribe': Type.Literal('One-Click') }),
  withoutToken: 'RFC 8058',
  handle: () => ({ title: 'Unsubscribed', body: 'no more letters' }),
})
const gone = page({ path: '/:lang/gone', act: 'public', who: 'anyone', render: () => fault('not-found') })

export const clock = movableClock('2026-11-23T09:00:00Z')
export const logged: { fields: Readonly<Record<string, unknown>>; message: string }[] = []

/** A server without words or layout: faces and texts are codes. Closed after the test. */
export async function start(changes: Partial<ServerOptions<Visitor, object>> = {}) {
  const app = await createServer<Visitor, object>({
    routes: [askName, takeName, rename, note, call, account, privacy, list, gone, mailed, anything, unsubscribe],
    identify: async credentials => {
      const session = credentials.cookie('session')
      if (session === 'staff' || session === 'half') return { kind: session, session }
      return session === undefined ? { kind: 'stranger' } : { kind: 'customer', session, name: 'An Maes' }
    },
    stranger: { kind: 'stranger' },
    words: () => ({}),
    face,
    entrance: (who, language, { kind }) =>
      kind === 'stranger'
        ? `/${language}/sign-in`
        : kind === 'half' && who === 'staff'
          ? '/console/second-factor'
          : undefined,
    clock,
    secret: 'a secret of more than thirty-two characters',
    publicUrl: 'http://localhost:8080',
    log: { info: () => {}, error: (fields, message) => logged.push({ fields, message }) },
    ...changes,
  })
  onTestFinished(async () => {
    logged.length = 0
    await app.close()
  })
  return app
}

export const id = '0193a5a0-0000-7000-8000-000000000001'
export const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' }
/** Opens the page of the form: its cookies and its token. */
export async function withForm(app: Awaited<ReturnType<typeof start>>, cookies: Record<string, string> = {}) {
  const shown = await app.inject({ url: '/en/name', cookies })
  const jar = { ...cookies, ...Object.fromEntries(shown.cookies.map(({ name, value }) => [name, value])) }
  return { shown, jar, csrf: /csrf=([^;]+);/.exec(shown.body)?.[1] ?? '' }
}
export const post = (fields: Record<string, string>) => new URLSearchParams(fields).toString()
