/** From a clause to the pages on which it is seen kept: by the acts that rely on it, and by what cites it. Pure. */
import { link, type Language } from '../../base/http/index.ts'
import type { Citation } from '../../policy/citations.ts'
import type { Measure } from '../../policy/document.ts'
import type { Key } from '../../ui/words.ts'

type IdOf<K> = K extends `notice.screen.${infer Id}` ? Id : never
/** Each has its words: a page without words here is not led to. */
export type ScreenId = IdOf<Key>

/** How many pages a sentence leads to at most. */
const most = 2

/** Pages that show what no act of their own reads. */
const byCitation: Partial<Record<Citation['what'], ScreenId>> = {
  recipient: 'recipients',
  cookie: 'cookies',
  rights: 'contact',
  changes: 'privacy-versions',
  category: 'privacy-centre-held',
}
const byMeasure: Partial<Record<Measure, ScreenId>> = {
  'kept-versions': 'privacy-versions',
  provenance: 'privacy-centre-held',
  'looks-recorded': 'privacy-centre-looked',
  'append-only': 'privacy-centre-looked',
  acknowledgement: 'console-acknowledge',
}

/** `/:lang/account/profile` → `account-profile`. */
const idOf = (path: string): string => path.replace(/^\/(:lang\/)?/, '').replaceAll('/', '-')

/**
 * The pages of a clause: what cites it before the acts that rely on it.
 * @param acts that rely on it
 * @param pages act → paths of its pages (`Facts.performed`)
 * @param isNamed whether a page has words
 */
export function screensOf(
  citations: readonly Citation[],
  acts: readonly string[],
  pages: ReadonlyMap<string, readonly string[]>,
  isNamed: (id: string) => id is ScreenId,
): ScreenId[] {
  const there = new Set([...pages.values()].flat().map(idOf))
  const found = new Set<ScreenId>()
  for (const { what, id } of citations) {
    const screen = what === 'measure' ? byMeasure[id as Measure] : byCitation[what]
    if (screen && there.has(screen)) found.add(screen)
  }
  for (const act of acts) {
    // A page names one of the acts that differ only in their purpose, and stands for all of them.
    const like = [...pages.keys()].filter(name => name === act || stem(name) === stem(act))
    for (const path of like.flatMap(name => pages.get(name) ?? []))
      if (isNamed(idOf(path))) found.add(idOf(path) as ScreenId)
  }
  return [...found].slice(0, most)
}

const stem = (act: string): string => act.replace(/-for-.+$/, '')

/** Where a page stands. */
export const screenHref = (id: ScreenId, language: Language): string => {
  const path = id.replace(/^(account|console|products|privacy-centre|privacy(?!-centre))-/, '$1/')
  return path.startsWith('console') ? `/${path}` : link(language, path)
}
