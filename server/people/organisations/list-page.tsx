/** The companies that somebody belongs to, and those that they may join. */
import { fault, link, type Language, type Page, type WebRequest } from '../../base/http/index.ts'
import { Actions, ButtonLink, Card, Cards, Empty, Table, type Words } from '../../ui/index.ts'
import type { Visitor } from '../visitor.ts'
import type { Joinable } from './joining.ts'
import type { Why } from './organisations.ts'
import type { OwnCompany } from './store.ts'

export type Customer = Extract<Visitor, { kind: 'customer' }>
/** A request by a customer. */
export type Asked = WebRequest<Customer> & Words

/** The address of the companies' page, or of one below it. */
export const companiesLink = (language: Language, ...below: string[]): string =>
  link(language, 'account', 'companies', ...below)

/** Somebody may not change a company in this way: says why. */
export const denied = ({ t }: Asked, why: Why) =>
  fault(why === 'last-owner' ? 'conflict' : 'not-for-you', { detail: t(`companies.refusal.${why}`) })

/** The sentence that says how somebody came to be able to join. */
export function offerSentence({ t }: Words, { name, role, sender, invitation, domain }: Joinable): string {
  const values = { company: name, role: t(`companies.role.${role}`) }
  if (invitation === undefined) return t('companies.offers.domain', { ...values, domain: domain ?? '' })
  return sender === null
    ? t('companies.offers.invited-unnamed', values)
    : t('companies.offers.invited', { ...values, sender })
}

/** All companies of a customer. */
export function companiesPage(request: Asked, companies: readonly OwnCompany[], offers: readonly Joinable[]): Page {
  const { t, language, formats } = request
  const wayTo = ({ invitation, organisation }: Joinable) =>
    `${companiesLink(language, 'join')}?${invitation === undefined ? `company=${organisation}` : `invitation=${invitation}`}`
  return {
    title: t('companies.title'),
    current: companiesLink(language),
    body: (
      <>
        <h1>{t('companies.title')}</h1>
        <p class="lead">{t('companies.lead')}</p>
        {offers.length > 0 && (
          <section>
            <h2>{t('companies.offers.title')}</h2>
            <Cards>
              {offers.map(offer => (
                <Card key={offer.organisation} level={3} title={`${offer.name}, ${formats.country(offer.country)}`}>
                  <p>{offerSentence(request, offer)}</p>
                  <p>
                    <a href={wayTo(offer)}>
                      {t('companies.offers.look')}
                      <span class="unseen"> {offer.name}</span>
                    </a>
                  </p>
                </Card>
              ))}
            </Cards>
          </section>
        )}
        {companies.length === 0 ? (
          <Empty>{t('companies.empty')}</Empty>
        ) : (
          <Table
            caption={t('companies.title')}
            quietCaption
            rows={companies}
            columns={[
              {
                head: t('companies.column.company'),
                cell: row => `${row.name}, ${formats.country(row.country)}`,
              },
              { head: t('companies.column.role'), cell: row => t(`companies.role.${row.role}`) },
              {
                head: t('companies.column.action'),
                doing: true,
                cell: row => (
                  <a class="row-action" href={companiesLink(language, row.id)}>
                    {t('companies.open')}
                    <span class="unseen"> {row.name}</span>
                  </a>
                ),
              },
            ]}
          />
        )}
        <Actions>
          <ButtonLink href={companiesLink(language, 'new')} kind={companies.length === 0 ? 'primary' : 'secondary'}>
            {t('companies.create')}
          </ButtonLink>
        </Actions>
        <p>
          <a href={link(language, 'account', 'shared-id')}>{t('companies.shared.title')}</a>
        </p>
      </>
    ),
  }
}
