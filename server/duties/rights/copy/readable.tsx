/** The copy to read: one page without script, for any browser and for paper, written section by section. */
import type { ComponentChildren } from 'preact'
import { link } from '../../../base/http/index.ts'
import { renderPiece } from '../../../ui/index.ts'
import { sectionsOf } from '../held.ts'
import { categoryWords, type Naming, Say } from '../naming.tsx'
import { FilesSection, LeftSection, LookedSection, PurposesSection, ReceivedSection } from './readable-ends.tsx'
import { GroupSection } from './readable-group.tsx'
import { readableStyle } from './readable-style.ts'
import { hasPart } from './copy.ts'
import { fileKey, type Telling } from './saying.ts'

/** The text of `index.html`. */
export function* readablePieces(telling: Telling): Generator<string> {
  const { naming, gathered, files, at, publicUrl } = telling
  const { t, language, compiled } = naming
  const { company, version } = compiled.loaded.policy.policy
  const piece = (body: ComponentChildren) => `${renderPiece({ ...naming, clock: { now: () => at } }, body)}\n`
  const order = Object.keys(compiled.loaded.policy.categories)
  const readable = gathered.items.filter(item => item.shown === 'shown' || files.has(fileKey(item)))
  const sections = sectionsOf(readable, order)
  const { parts } = gathered
  const ends = [
    ...(hasPart(parts, 'looked') ? (['looked'] as const) : []),
    ...(hasPart(parts, 'received') ? (['received'] as const) : []),
    ...(files.size > 0 ? (['files'] as const) : []),
    'left' as const,
    'purposes' as const,
  ]
  const title = t('rights.copy.file.title', { company })
  yield `<!doctype html>\n<html lang="${language}">\n`
  yield piece(
    <head>
      <meta charset="utf-8" />
      <title>{title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <style dangerouslySetInnerHTML={{ __html: readableStyle }} />
    </head>,
  )
  yield '<body><main>\n'
  yield piece(
    <header>
      <h1>{title}</h1>
      <p class="lead">
        {t('rights.copy.file.lead', {
          at,
          items: t('rights.copy.file.items', { count: sections.reduce((sum, { data }) => sum + data.length, 0) }),
          groups: t('rights.home.groups', { count: sections.length }),
        })}
      </p>
      <p>
        <a href={`${publicUrl}${link(language, 'privacy', 'v', version)}`}>
          {t('rights.copy.file.policy', { version, company })}
        </a>{' '}
        <small>
          SHA-256 <code>{compiled.loaded.hash}</code>
        </small>
      </p>
      <p class="note">{t('rights.copy.not-deletion')}</p>
      <Contents
        naming={naming}
        categories={sections.map(({ category }) => category)}
        ends={ends.map(id => ({ id, words: t(`rights.copy.file.${id}`) }))}
      />
    </header>,
  )
  for (const section of sections) yield piece(<GroupSection section={section} telling={telling} />)
  for (const id of ends) yield piece(<End id={id} telling={telling} />)
  yield piece(
    <footer>
      <p>{t('rights.copy.file.check')}</p>
    </footer>,
  )
  yield '</main></body>\n</html>\n'
}

function Contents({
  naming,
  categories,
  ends,
}: {
  naming: Naming
  categories: readonly string[]
  ends: readonly { id: string; words: string }[]
}) {
  return (
    <nav aria-label={naming.t('rights.held.contents')}>
      <ol>
        {categories.map(category => (
          <li key={category}>
            <a href={`#${category}`}>
              <Say words={categoryWords(category, naming)} capital naming={naming} />
            </a>
          </li>
        ))}
        {ends.map(({ id, words }) => (
          <li key={id}>
            <a href={`#${id}`}>{words}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

function End({ id, telling }: { id: 'looked' | 'received' | 'files' | 'left' | 'purposes'; telling: Telling }) {
  if (id === 'looked') return <LookedSection telling={telling} />
  if (id === 'received') return <ReceivedSection telling={telling} />
  if (id === 'files') return <FilesSection telling={telling} />
  return id === 'left' ? <LeftSection telling={telling} /> : <PurposesSection telling={telling} />
}
