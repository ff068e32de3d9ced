import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { SceneProvider, type Scene } from './context.tsx'

/**
 * A piece of a document that is no page of ours (a file that somebody takes along): the same parts, with nothing typed and
 * no form.
 * @returns HTML
 */
export function renderPiece(
  words: Pick<Scene, 't' | 'say' | 'hasText' | 'formats' | 'language' | 'clock'>,
  body: ComponentChildren,
): string {
  const scene: Scene = {
    ...words,
    languages: [words.language],
    path: '',
    typed: {},
    faults: [],
    csrf: '',
    labels: new Map(),
  }
  return renderToString(<SceneProvider value={scene}>{body}</SceneProvider>)
}
