/** One company, as one of its people sees it. */
import type { Page } from '../../base/http/index.ts'
import { Actions, Button, ButtonLink, Empty, Form, Table, Time } from '../../ui/index.ts'
import type { Company } from './acts.ts'
import { type Asked, companiesLink } from './list-page.tsx'

/** @param claimable the domain of one's own confirmed ID, if it can be the company's */
export function companyPage(request: Asked, company: Company, claimable: string | undefined): Page {
  const { t, language, formats } = request
  const leads = company.notLeading === undefined
  const country = formats.country(company.country)
  return {
    title: company.name,
    current: companiesLink(language),
    body: (
      <>
        <h1>{company.name}</h1>
        <p class="lead">
          {company.number === null
            ? country
            : `${country} · ${t('companies.company.number', { number: company.number })}`}
        </p>
        <People request={request} company={company} leads={leads} />
        {leads && <Invitations request={request} company={company} />}
        {leads && <Domains request={request} company={company} claimable={claimable} />}
        <section>
          <h2>{t('companies.company.leave')}</h2>
          {company.notLeaving ? (
            <p>{t('companies.company.leave-none', { why: t(`companies.refusal.${company.notLeaving}`) })}</p>
          ) : (
            <Actions>
              <ButtonLink href={companiesLink(language, company.id, 'leave')}>
                {t('companies.company.leave')}
              </ButtonLink>
            </Actions>
          )}
        </section>
      </>
    ),
  }
}

interface Part {
  request: Asked
  company: Company
}

function People({ request, company, leads }: Part & { leads: boolean }) {
  const { t, language, visitor } = request
  return (
    <section>
      <h2>{t('companies.company.people')}</h2>
      <p>{t('companies.company.people-lead')}</p>
      <Table
        caption={t('companies.company.people')}
        quietCaption
        rows={company.colleagues}
        columns={[
          {
            head: t('companies.column.name'),
            cell: row => (
              <>
                {row.name ?? t('companies.company.unnamed')}
                {row.person === visitor.person && ` (${t('companies.company.you')})`}
              </>
            ),
          },
          { head: t('companies.column.their-role'), cell: row => t(`companies.role.${row.role}`) },
          { head: t('companies.column.since'), cell: row => <Time at={row.joined_at} short /> },
          ...(leads
            ? [
                {
                  head: t('companies.column.action'),
                  doing: true,
                  cell: (row: Company['colleagues'][number]) => (
                    <a class="row-action" href={companiesLink(language, company.id, 'people', row.id)}>
                      {t('companies.company.change')}
                      <span class="unseen"> {row.name}</span>
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      {company.notLeading && <p class="hint">{t(`companies.refusal.${company.notLeading}`)}</p>}
      {leads && (
        <Actions>
          <ButtonLink kind="primary" href={companiesLink(language, company.id, 'invite')}>
            {t('companies.company.invite')}
          </ButtonLink>
        </Actions>
      )}
    </section>
  )
}

function Invitations({ request, company }: Part) {
  const { t, language } = request
  return (
    <section>
      <h2>{t('companies.company.invitations')}</h2>
      <Table
        caption={t('companies.company.invitations')}
        quietCaption
        empty={t('companies.company.invitations-none')}
        rows={company.invitations}
        columns={[
          { head: t('companies.column.address'), cell: row => row.address },
          { head: t('companies.column.their-role'), cell: row => t(`companies.role.${row.role}`) },
          { head: t('companies.column.until'), cell: row => <Time at={row.expires_at} short /> },
          {
            head: t('companies.column.action'),
            doing: true,
            cell: row => (
              <Form action={companiesLink(language, company.id, 'invitations', row.id, 'withdraw')}>
                <Button kind="plain">
                  {t('companies.company.withdraw')}
                  <span class="unseen"> {t('companies.company.withdraw-whose', { address: row.address })}</span>
                </Button>
              </Form>
            ),
          },
        ]}
      />
    </section>
  )
}

function Domains({ request, company, claimable }: Part & { claimable: string | undefined }) {
  const { t, language } = request
  const canClaim = claimable !== undefined && !company.domains.includes(claimable)
  return (
    <section>
      <h2>{t('companies.company.domains')}</h2>
      <p>{t('companies.company.domains-lead')}</p>
      {company.domains.length === 0 && <Empty>{t('companies.company.domains-none')}</Empty>}
      {company.domains.map(domain => (
        <Form key={domain} action={companiesLink(language, company.id, 'domains', 'drop')}>
          <input type="hidden" name="domain" value={domain} />
          <p>{t('companies.company.domain-open', { domain })}</p>
          <Actions>
            <Button kind="secondary">{t('companies.company.domain-drop', { domain })}</Button>
          </Actions>
        </Form>
      ))}
      {canClaim && (
        <Form action={companiesLink(language, company.id, 'domains')}>
          <input type="hidden" name="domain" value={claimable} />
          <Actions>
            <Button kind="secondary">{t('companies.company.domain-claim', { domain: claimable })}</Button>
          </Actions>
        </Form>
      )}
      {claimable === undefined && <p class="hint">{t('companies.company.domain-cannot')}</p>}
    </section>
  )
}
