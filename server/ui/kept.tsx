/** Markup that is the same for everybody: rendered once for what it follows from, and forgotten with that. */
import type { ComponentChildren } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import { renderToString } from 'preact-render-to-string'

const made = new WeakMap<object, Map<string, string>>()

/**
 * Markup out of `source` alone. Ask for it where a page is put together, not in a part of it while that is rendered.
 * @param source what it follows from: a version of the policy, a measurement
 * @param name tells what follows from the same source apart, the language too
 * @param body nothing of the visitor, and no forms
 */
export function keptMarkup(source: object, name: string, body: () => ComponentChildren): ComponentChildren {
  const byName = made.get(source) ?? new Map<string, string>()
  made.set(source, byName)
  let html = byName.get(name)
  if (html === undefined) byName.set(name, (html = renderToString(<>{body()}</>)))
  // What the compiler of JSX makes of markup that never changes: it goes into the page as it is, without an element around it.
  return jsxTemplate([html])
}
