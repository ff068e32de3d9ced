/** What is the same for every line of a profile, of whatever kind: removed with one press, put back with another. */
import { Type } from 'typebox'
import { fault, redirect, refused } from '../../base/http/index.ts'
import type { Page, Redirect, Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { putBack, remove, type Change } from './acts.ts'
import type { Book } from './books.ts'
import { profileLink, type Asked } from './lines.tsx'
import { mostLines } from './profile.ts'
import type { ProvingParts } from './proving.ts'

/** What the pages of a profile are given. */
export type PageParts = ProvingParts

export const lineParams = Type.Object({ line: Type.String({ format: 'uuid' }) })

/** Back to the profile, with what can be undone there. @param done the sentence that says that it worked */
export const saved = (request: Asked, { former }: { former?: string }, done: string): Redirect =>
  redirect(`${profileLink(request.language)}${former ? `?undo=${former}` : ''}`, { done })

interface Place {
  book: Book
  /** Where the pages of its lines are, below the profile. */
  base: 'contacts' | 'research'
  /** What is shown where somebody else was faster. @param id of the line that was replaced */
  conflict: (request: Asked, id: string) => Promise<Page | ReturnType<typeof fault> | ReturnType<typeof refused>>
}

/** Removing and putting back. */
export function lineRoutes(parts: PageParts, { book, base, conflict }: Place): Route[] {
  const common = { act: book.change, who: 'customer', params: lineParams, body: Type.Object({}) } as const
  const path = `/:lang/account/profile/${base}/:line`

  /** How a change without fields ended. */
  function ended(request: Asked, change: Change, done: (change: { done: string; former?: string }) => Redirect) {
    if (change instanceof Refusal) return refused(change)
    if (change === 'unknown') return fault('not-found')
    if (change === 'limit') return fault('conflict', { detail: request.t('profile.fault.limit', { count: mostLines }) })
    if (change === 'no-yes') return fault('conflict', { detail: request.t('profile.research.needs-yes') })
    if ('done' in change) return done(change)
    // Another line says it: that is what was wanted.
    if ('there' in change) return saved(request, {}, 'profile.done.restored')
    return conflict(request, change.replaced.id)
  }

  return [
    routes.form({
      ...common,
      path: `${path}/remove`,
      handle: async request =>
        ended(request, await remove(parts, request.visitor.actor, request.params.line, book), change =>
          saved(request, change, 'profile.done.removed'),
        ),
    }),
    routes.form({
      ...common,
      path: `${path}/put-back`,
      handle: async request =>
        ended(request, await putBack(parts, request.visitor.actor, request.params.line, book), ({ done, former }) =>
          // What came back after it was removed can be removed again: that takes this back.
          saved(request, { former: former ?? done }, 'profile.done.restored'),
        ),
    }),
  ]
}
