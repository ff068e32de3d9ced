/** Beside each part of a profile: why it is kept, who can see it, until when. */
import { link, type Language } from '../../base/http/index.ts'
import { parseDuration } from '../../policy/duration.ts'
import { Details, T } from '../../ui/index.ts'
import { clauseLink, type Asked } from './lines.tsx'
import type { Kept } from './promised.ts'

/** Until when, in words. */
function untilWords(request: Asked, { after, period }: Kept): string {
  const { t, hasText, formats } = request
  if (!period) return t('rights.held.unknown-period')
  const length = formats.period(parseDuration(period))
  if (after === 'last-yes') return t('profile.facts.last-yes', { period: length })
  const key = `rights.until.${after}`
  const event = hasText(key) ? t(key) : t('rights.until.other', { event: after.replaceAll('-', ' ') })
  return t('rights.held.then', { event, period: length })
}

/** The facts of one part: the same for everything in it. */
export function Facts({ request, kept }: { request: Asked; kept: Kept }) {
  const { t, language } = request
  const { purpose, clause, roles, recipients } = kept
  return (
    <div class="facts">
      <Details summary={t('profile.facts.summary')}>
        <dl>
          <dt>{t('profile.facts.why')}</dt>
          <dd>
            <T k="profile.facts.purpose" with={{ purpose }} parts={{ clause: clauseLink(language, clause) }} />
          </dd>
          <dt>{t('profile.facts.who')}</dt>
          <dd>
            {roles.length > 0 ? t('profile.facts.roles', { roles }) : t('rights.held.you-only')}{' '}
            {recipients.length > 0 && t('profile.facts.recipients', { recipients })} <Looked language={language} />
          </dd>
          <dt>{t('profile.facts.until')}</dt>
          <dd>{untilWords(request, kept)}</dd>
        </dl>
      </Details>
    </div>
  )
}

const Looked = ({ language }: { language: Language }) => (
  <T
    k="profile.facts.looked"
    parts={{ looked: words => <a href={link(language, 'privacy-centre/looked')}>{words}</a> }}
  />
)
