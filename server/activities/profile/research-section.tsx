/** The part of the profile that is asked for research alone. */
import { Actions, ButtonLink, Empty, Table } from '../../ui/index.ts'
import { Facts } from './facts.tsx'
import { originColumns, profileLink } from './lines.tsx'
import type { LineWithHistory } from './profile.ts'
import { LineActions, LineCell, type Given } from './reach.tsx'
import { TakeBack } from './research-pages.tsx'
import type { Research } from './research.ts'

/** What was answered, and the yes that it rests on. */
export function ResearchSection({ request, promised, research }: Given & { research: Research }) {
  const { t, language } = request
  const { agreed, said, lines } = research
  const answers = [...lines.occupations, ...lines.places]
  return (
    <>
      <h2 id="research">{t('profile.research.heading')}</h2>
      {agreed && said ? (
        <p>{t('profile.research.agreed', { at: said.recorded_at })}</p>
      ) : (
        <Empty>{t('profile.research.none')}</Empty>
      )}
      {answers.length > 0 && (
        <Table
          caption={t('profile.research.heading')}
          quietCaption
          rows={answers}
          columns={[
            { head: t('profile.column.what'), cell: line => t(`profile.research.${line.contact.kind as 'place'}`) },
            { head: t('profile.column.value'), cell: line => <LineCell request={request} line={line} /> },
            ...originColumns<LineWithHistory>(request, line => line),
            { head: t('profile.column.action'), cell: line => <LineActions request={request} line={line} /> },
          ]}
        />
      )}
      {answers.length < 2 && (
        <Actions>
          <ButtonLink href={profileLink(language, 'research')}>{t('profile.research.tell')}</ButtonLink>
        </Actions>
      )}
      {agreed && <TakeBack request={request} />}
      {promised.research && <Facts request={request} kept={promised.research} />}
    </>
  )
}
