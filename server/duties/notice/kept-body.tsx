/** The long page of the policy, made once for each language and measurement: it is the same for everybody who reads it. */
import type { ComponentChildren } from 'preact'
import { jsxTemplate } from 'preact/jsx-runtime'
import { renderToString } from 'preact-render-to-string'
import { SceneProvider } from '../../ui/index.ts'
import type { Known } from './live.ts'
import type { Asked } from './asked.ts'

const made = new WeakMap<Known, Map<string, string>>()

/**
 * What a page shows of one measurement, rendered at most once in each language. Forgotten with the measurement.
 * @param body the same for everybody who reads this language: no forms, nothing of the visitor
 */
export function keptBody(known: Known, request: Asked, body: () => ComponentChildren): ComponentChildren {
  const byLanguage = made.get(known) ?? new Map<string, string>()
  made.set(known, byLanguage)
  let html = byLanguage.get(request.language)
  if (html === undefined) {
    const scene = Object.assign(request, { labels: new Map<string, ComponentChildren>() })
    html = renderToString(<SceneProvider value={scene}>{body()}</SceneProvider>)
    byLanguage.set(request.language, html)
  }
  // What the compiler of JSX makes of markup that never changes: it goes into the page as it is, without an element around it.
  return jsxTemplate([html])
}
