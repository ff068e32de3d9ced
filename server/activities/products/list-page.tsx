/** The products of somebody, or of their company. */
import type { Page } from '../../base/http/index.ts'
import {
  Actions,
  ButtonLink,
  Button,
  Card,
  Field,
  Form,
  Notice,
  Pagination,
  Select,
  Table,
  Time,
  type Words,
} from '../../ui/index.ts'
import type { Listed, Product } from './acts.ts'
import { EmptyCatalogue } from './empty-catalogue.tsx'
import type { Family } from './products.ts'
import type { Filter } from './store.ts'
import { nameOf, ownedLink, ownerName, productLink, WarrantyState, Why, type Asked, type Promised } from './words.tsx'

export interface ListQuery {
  filter: Filter
  page: number
  size: number
}

/** The page. */
export function listPage(
  request: Asked,
  listed: Listed,
  families: readonly Family[],
  promises: Promised,
  query: ListQuery,
): Page {
  const { t, language } = request
  const { owner, owners, counts, products, total } = listed
  const { filter } = query
  const isFiltered = Boolean(filter.family ?? filter.site ?? filter.serial)
  const title = owner.name === undefined ? t('products.title') : t('products.title-of', { company: owner.name })
  const lead = filter.ended ? 'products.lead-ended' : isFiltered ? 'products.lead-filter' : 'products.lead'
  const all = counts.get(owner.organisation) ?? { current: 0, ended: 0 }
  const isEmpty = all.current === 0 && !filter.ended
  const pages = Math.ceil(total / query.size)
  const href = (page: number) =>
    ownedLink(language, owner.organisation, [], {
      family: filter.family,
      site: filter.site,
      serial: filter.serial,
      ended: filter.ended ? 'true' : undefined,
      page: String(page),
    })
  return {
    title,
    current: productLink(language),
    wide: true,
    body: (
      <div class="products">
        <h1>{title}</h1>
        {owners.length > 1 && <Owners request={request} listed={listed} />}
        {listed.offers.length > 0 && (
          <Notice tone="info" title={t('products.do.offers', { count: listed.offers.length })}>
            <a href={productLink(language, 'offers')}>{t('products.offers.title')}</a>
          </Notice>
        )}
        {isEmpty && families.length === 0 ? (
          <EmptyCatalogue request={request} />
        ) : isEmpty ? (
          <Start request={request} organisation={owner.organisation} />
        ) : (
          <>
            <p class="lead">{t(lead, { count: total })}</p>
            {!filter.ended && <Doing request={request} organisation={owner.organisation} sites={listed.sites.length} />}
            {!filter.ended && <Look request={request} listed={listed} families={families} filter={filter} />}
            <Table
              caption={title}
              quietCaption
              rows={products}
              columns={columnsOf(request, listed, filter)}
              empty={t(`products.empty.${filter.ended ? 'ended' : 'filter'}`)}
            />
            <Pagination page={query.page} pages={pages} href={href} />
          </>
        )}
        {filter.ended ? (
          <p>
            <a href={ownedLink(language, owner.organisation)}>{t('products.do.current')}</a>
          </p>
        ) : (
          all.ended > 0 && (
            <p>
              <a href={ownedLink(language, owner.organisation, [], { ended: 'true' })}>
                {t('products.do.ended', { count: all.ended })}
              </a>
            </p>
          )
        )}
        <Why promises={promises} language={language} />
      </div>
    ),
  }
}

function Owners({ request, listed }: { request: Asked; listed: Listed }) {
  const { t, language } = request
  return (
    <nav class="owners" aria-label={t('products.whose')}>
      <ul>
        {listed.owners.map(owner => {
          const count = listed.counts.get(owner.organisation)?.current ?? 0
          const words = t('products.count', { name: ownerName(owner, request as Words), count })
          return (
            <li key={owner.organisation ?? ''}>
              {owner.organisation === listed.owner.organisation ? (
                <span aria-current="page">{words}</span>
              ) : (
                <a href={ownedLink(language, owner.organisation)}>{words}</a>
              )}
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function Start({ request, organisation }: { request: Asked; organisation: string | null }) {
  const { t, language } = request
  return (
    <Card title={t('products.empty.title')}>
      <p>{t('products.empty.text')}</p>
      <div class="actions">
        <ButtonLink kind="primary" href={ownedLink(language, organisation, ['register'])}>
          {t('products.do.register')}
        </ButtonLink>
        <ButtonLink href={ownedLink(language, organisation, ['several'])}>{t('products.do.several')}</ButtonLink>
        <ButtonLink href={ownedLink(language, organisation, ['import'])}>{t('products.do.import')}</ButtonLink>
      </div>
    </Card>
  )
}

function Doing({ request, organisation, sites }: { request: Asked; organisation: string | null; sites: number }) {
  const { t, language } = request
  const to = (...below: string[]) => ownedLink(language, organisation, below)
  return (
    <>
      <Actions>
        <ButtonLink kind="primary" href={to('register')}>
          {t('products.do.register')}
        </ButtonLink>
        <ButtonLink href={to('several')}>{t('products.do.several')}</ButtonLink>
        <ButtonLink href={to('import')}>{t('products.do.import')}</ButtonLink>
      </Actions>
      <Actions>
        <ButtonLink kind="plain" href={to('export.csv')}>
          {t('products.do.export')}
        </ButtonLink>
        <ButtonLink kind="plain" href={to('labels')}>
          {t('products.do.labels')}
        </ButtonLink>
        {sites > 0 && (
          <ButtonLink kind="plain" href={to('sites')}>
            {t('products.do.sites')}
          </ButtonLink>
        )}
      </Actions>
    </>
  )
}

function Look(props: { request: Asked; listed: Listed; families: readonly Family[]; filter: Filter }) {
  const { request, listed, families, filter } = props
  const { t, language } = request
  const { organisation } = listed.owner
  const any = { value: '', label: t('products.filter.any') }
  return (
    <Form action={productLink(language)} method="get" class="look">
      {organisation !== null && <input type="hidden" name="of" value={organisation} />}
      <Field name="serial" label={t('products.filter.serial')} value={filter.serial} width="short" optional />
      <Select
        name="family"
        label={t('products.filter.family')}
        value={filter.family ?? ''}
        options={[any, ...families.map(({ code, name }) => ({ value: code, label: name }))]}
      />
      {listed.sites.length > 0 && (
        <Select
          name="site"
          label={t('products.filter.site')}
          value={filter.site ?? ''}
          options={[any, ...listed.sites.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <div class="actions">
        <Button kind="secondary">{t('products.do.filter')}</Button>
        {Boolean(filter.family ?? filter.site ?? filter.serial) && (
          <a href={ownedLink(language, organisation)}>{t('products.do.all')}</a>
        )}
      </div>
    </Form>
  )
}

function columnsOf(request: Asked, { sites, products }: Listed, filter: Filter) {
  const { t, language } = request
  const siteName = new Map(sites.map(({ id, name }) => [id, name]))
  const hasSites = products.some(({ site_id }) => site_id !== null)
  return [
    {
      head: t('products.column.product'),
      cell: (row: Product) => (
        <>
          <a href={productLink(language, row.id)}>{nameOf(row, request)}</a>
          <span class="serial">{row.serial}</span>
        </>
      ),
    },
    {
      head: t('products.column.bought'),
      cell: (row: Product) => (row.bought_on === null ? '–' : <Time at={new Date(row.bought_on)} short />),
    },
    ...(hasSites
      ? [
          {
            head: t('products.column.site'),
            cell: (row: Product) => (row.site_id === null ? '–' : (siteName.get(row.site_id) ?? '–')),
          },
        ]
      : []),
    filter.ended
      ? {
          head: t('products.column.ended'),
          cell: (row: Product) => (
            <>
              {row.ended_how !== null && t(`products.product.ended.${row.ended_how}`)}{' '}
              {row.ended_at !== null && <Time at={row.ended_at} short />}
            </>
          ),
        }
      : {
          head: t('products.column.warranty'),
          cell: (row: Product) => <WarrantyState product={row} request={request} />,
        },
  ]
}
