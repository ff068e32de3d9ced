/** What the two pages of recipients have in common. */
import { link } from '../../../base/http/index.ts'
import type { Recipient } from '../../../policy/document.ts'
import { Badge } from '../../../ui/index.ts'
import { type Naming, placesOf, Say, said } from '../naming.tsx'

/** The page of what was sent. */
export const here = ({ language }: Naming) => link(language, 'privacy-centre/received')
const possible = ({ language }: Naming) => link(language, 'privacy-centre/received/possible')

/** Both pages are one step from each other. */
export function Tabs({ naming, current }: { naming: Naming; current: 'sent' | 'possible' }) {
  const { t } = naming
  const tabs = [
    { id: 'sent', href: here(naming) },
    { id: 'possible', href: possible(naming) },
  ] as const
  return (
    <nav class="tabs" aria-label={t('rights.received.title')}>
      <ul>
        {tabs.map(({ id, href }) => (
          <li key={id}>
            <a href={href} aria-current={id === current ? 'page' : undefined}>
              {t(`rights.received.tab.${id}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The legal name, what it does, and in which role. */
export function Named({ recipient, naming }: { recipient: Recipient; naming: Naming }) {
  return (
    <span class="lines">
      <strong>{recipient.name}</strong>
      <span>
        <Say words={said(recipient.says, naming)} naming={naming} />
      </span>
      <span class="muted">{naming.t(`notice.recipient-kind.${recipient.kind}`)}</span>
    </span>
  )
}

/** A country outside Europe carries words, not only a colour. */
export function Where({ recipient, naming }: { recipient: Recipient | undefined; naming: Naming }) {
  const { t } = naming
  if (!recipient) return <>–</>
  const { countries, safeguards } = placesOf(recipient, naming)
  return (
    <span class="lines">
      {countries.map(({ name, outside }) => (
        <span key={name}>
          {name} {outside && <Badge tone="warn">{t('notice.recipients.outside')}</Badge>}
        </span>
      ))}
      {safeguards.length > 0 && (
        <span class="muted">{t('notice.recipients.protected', { mechanisms: naming.formats.list(safeguards) })}</span>
      )}
    </span>
  )
}
