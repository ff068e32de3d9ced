/** The long page of the policy, made once for each language and measurement: it is the same for everybody who reads it. */
import type { ComponentChildren } from 'preact'
import { keptMarkup, SceneProvider } from '../../ui/index.ts'
import type { Known } from './live.ts'
import type { Asked } from './asked.ts'

/**
 * What a page shows of one measurement, rendered at most once in each language. Forgotten with the measurement.
 * @param part tells apart what is shown of it
 * @param body the same for everybody who reads this language: no forms, nothing of the visitor
 */
export const keptBody = (
  known: Known,
  request: Asked,
  part: string,
  body: () => ComponentChildren,
): ComponentChildren =>
  keptMarkup(known, `${request.language} ${part}`, () => (
    <SceneProvider value={Object.assign(request, { labels: new Map<string, ComponentChildren>() })}>
      {body()}
    </SceneProvider>
  ))
