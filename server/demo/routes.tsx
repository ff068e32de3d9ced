/** The addresses of the demonstration. */
import { randomInt } from 'node:crypto'
import { Type } from 'typebox'
import { link, redirect, type Route, type WebRequest } from '../base/http/index.ts'
import { cookieOf, deviceOf, homeOf, readCast, routes, signInAsCast, signOut, type Visitor } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import type { Words } from '../ui/index.ts'
import { createActing } from './acting.ts'
import { createTrying, readAttempts } from './attempts.ts'
import { breakPage } from './break-page.tsx'
import { createLooking } from './looking.ts'
import { lookedPage } from './looked-page.tsx'
import type { DemoParts } from './parts.ts'
import { createReading } from './reading.ts'
import { startPage } from './start-page.tsx'
import { createStriking, type Done } from './strike.ts'
import { strikePage } from './strike-page.tsx'

const anyone = { who: 'anyone' } as const
const Word = Type.String({ minLength: 1, maxLength: 60 })
const Token = Type.String({ minLength: 1, maxLength: 500 })
const Next = Type.Optional(Type.String({ maxLength: 1000 }))

/** Every page and form of the demonstration. */
export function tourRoutes(parts: DemoParts): Route[] {
  const readAsCast = createReading(parts)
  return [...startRoutes(parts), ...lookedRoutes(parts), ...breakRoutes(parts, readAsCast)].map(route => ({
    ...route,
    async run(request: never) {
      // Where that fails, the page says itself what does not go, and whoever comes next tries again.
      await readAsCast().catch(() => undefined)
      return route.run(request)
    },
  }))
}

function startRoutes(parts: DemoParts): Route[] {
  const cast = readCast()
  return [
    routes.page({
      ...anyone,
      path: '/:lang/start',
      act: 'public',
      query: Type.Object({ next: Next }),
      render: request => startPage(parts, request, cast, { next: request.query.next }),
    }),
    routes.form({
      ...anyone,
      path: '/:lang/start/sign-in',
      act: 'people.sign-in',
      body: Type.Object({ id: Type.String({ minLength: 1, maxLength: 254 }), next: Next }),
      handle: async request => {
        const { id, next } = request.body
        const opened = await signInAsCast(parts, id, deviceOf(request))
        const failed = opened instanceof Refusal || opened === 'unknown' || opened === 'changed' || 'wait' in opened
        if (failed) return startPage(parts, request, cast, { next, id, failed: opened })
        await signOut(parts, request.visitor)
        return redirect(homeOf(opened, request.language, next), {
          cookies: [cookieOf(opened)],
          done: 'people.done.signed-in',
        })
      },
    }),
  ]
}

function lookedRoutes(parts: DemoParts): Route[] {
  const looking = createLooking(parts, createActing(parts))
  return [
    routes.page({
      ...anyone,
      path: '/:lang/start/looked',
      act: 'audit.view-own',
      query: Type.Object({ permit: Type.Optional(Token) }),
      render: async request => lookedPage(parts, request, await looking.look(request.query.permit)),
    }),
    routes.form({
      ...anyone,
      path: '/:lang/start/looked',
      act: 'desk.open-for-support',
      body: Type.Object({}),
      handle: async request => {
        // Another number each time, so that everybody finds their own line.
        const opened = await looking.open(`S-${randomInt(1000, 10_000)}`)
        if (typeof opened === 'object' && 'token' in opened)
          return redirect(`${link(request.language, 'start', 'looked')}?permit=${opened.token}`)
        return lookedPage(parts, request, await looking.closed(opened))
      },
    }),
    routes.form({
      ...anyone,
      path: '/:lang/start/looked/close',
      act: 'desk.close',
      body: Type.Object({ permit: Token }),
      handle: async request => {
        const refusal = await looking.close(request.body.permit)
        if (refusal) return lookedPage(parts, request, await looking.closed(refusal))
        return redirect(link(request.language, 'start', 'looked'))
      },
    }),
    routes.form({
      ...anyone,
      path: '/:lang/start/looked/reveal',
      act: 'desk.reveal-for-support',
      body: Type.Object({ permit: Token, category: Word }),
      handle: async request =>
        lookedPage(parts, request, await looking.look(request.body.permit, request.body.category)),
    }),
  ]
}

function breakRoutes(parts: DemoParts, readAsCast: ReturnType<typeof createReading>): Route[] {
  const trying = createTrying(parts)
  const striking = createStriking(parts, trying, readAsCast)
  const attempts = readAttempts()
  type Asked = WebRequest<Visitor> & Words

  async function told(request: Asked, done: Done) {
    if (done === 'done') return redirect(link(request.language, 'start', 'strike'))
    return strikePage(parts, request, striking, { failed: done })
  }

  return [
    routes.page({
      ...anyone,
      path: '/:lang/start/break',
      act: 'public',
      render: request => breakPage(parts, request, { attempts }),
    }),
    routes.form({
      ...anyone,
      path: '/:lang/start/break',
      act: 'public',
      body: Type.Object({ purpose: Word, attempt: Word }),
      again: request => breakPage(parts, request, { attempts }),
      handle: async request => {
        const { purpose, attempt: id } = request.body
        const attempt = attempts.find(one => one.id === id)
        const answered = attempt && (await trying.tryAs(purpose, attempt.sql))
        return breakPage(parts, request, { attempts, purpose, attempt, answered })
      },
    }),
    routes.page({
      ...anyone,
      path: '/:lang/start/strike',
      act: 'public',
      query: Type.Object({ purpose: Type.Optional(Word), category: Type.Optional(Word) }),
      render: request => strikePage(parts, request, striking, { chosen: request.query }),
    }),
    routes.form({
      ...anyone,
      path: '/:lang/start/strike',
      act: 'public',
      body: Type.Object({ purpose: Word, category: Word, version: Type.Integer() }),
      handle: async request => told(request, await striking.strikeNow(request.body, request.body.version)),
    }),
    routes.form({
      ...anyone,
      path: '/:lang/start/strike/back',
      act: 'public',
      body: Type.Object({ version: Type.Integer() }),
      handle: async request => told(request, await striking.putBack(request.body.version)),
    }),
  ]
}
