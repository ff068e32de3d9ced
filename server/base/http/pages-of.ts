/** Where acts are seen: from the routes, so that no list of pages has to be kept beside them. */
import type { Route } from './route.ts'

/**
 * The pages of each act that a route names: those whose address needs nothing but a language. A form stands on the page with
 * its own address, if there is one.
 * @returns every act of the routes with the paths of its pages (`/:lang/account/profile`), none where only calls run it
 */
export function pagesOf(routes: readonly Route[]): Map<string, readonly string[]> {
  const open = new Set(
    routes.filter(({ kind, path }) => kind === 'page' && !/\/:(?!lang\b)/.test(path)).map(({ path }) => path),
  )
  const pages = new Map<string, string[]>()
  for (const { act, path, kind } of routes) {
    const found = pages.get(act) ?? []
    pages.set(act, found)
    if (kind !== 'api' && open.has(path) && !found.includes(path)) found.push(path)
  }
  return pages
}
