/** What is offered, the sites of an owner, and labels to print. */
import { toString as qrCode } from 'qrcode'
import type { Page } from '../../base/http/index.ts'
import { Actions, Button, ButtonLink, Card, Empty, Field, Form, Select, Table } from '../../ui/index.ts'
import type { Listed } from './acts.ts'
import type { OwnerSeen } from './owners.ts'
import { may, type Family } from './products.ts'
import { OwnerChoice } from './register-pages.tsx'
import type { SiteRow } from './site-store.ts'
import type { OfferRow } from './transfer-store.ts'
import { nameOf, ownedLink, productLink, whatIs, Why, type Asked, type Promised } from './words.tsx'

/** What somebody is offered. */
export function offersPage(
  request: Asked,
  offers: readonly OfferRow[],
  owners: OwnerSeen[],
  families: readonly Family[],
  promises: Promised,
): Page {
  const { t, language } = request
  return {
    title: t('products.offers.title'),
    current: productLink(language),
    body: (
      <div class="products">
        <h1>{t('products.offers.title')}</h1>
        {offers.length === 0 ? (
          <Empty>{t('products.offers.none')}</Empty>
        ) : (
          <p class="lead">{t('products.offers.lead')}</p>
        )}
        {offers.map(offer => {
          const family = families.find(({ code }) => offer.serial_number.startsWith(code))
          return (
            <Card key={offer.id} title={family?.name ?? offer.serial_number}>
              <p>
                {whatIs(family, language)} <span class="serial">{offer.serial_number}</span>
              </p>
              <p class="muted">{t('products.offers.until', { until: offer.expires_at })}</p>
              <Form action={productLink(language, 'offers', offer.id, 'accept')}>
                <OwnerChoice request={request} given={{ owners, organisation: null }} />
                <Button>{t('products.do.accept')}</Button>
              </Form>
              <Form action={productLink(language, 'offers', offer.id, 'decline')} class="decline">
                <p class="hint">{t('products.offers.decline-hint')}</p>
                <Button kind="secondary">{t('products.do.decline')}</Button>
              </Form>
            </Card>
          )
        })}
        <Actions>
          <ButtonLink href={productLink(language)}>{t('products.do.back')}</ButtonLink>
        </Actions>
        <Why promises={promises} language={language} />
      </div>
    ),
  }
}

/** The sites of an owner. */
export function sitesPage(request: Asked, owner: OwnerSeen, sites: readonly SiteRow[]): Page {
  const { t, language } = request
  const { organisation } = owner
  const title =
    owner.name === undefined ? t('products.sites.title') : t('products.sites.title-of', { company: owner.name })
  return {
    title,
    current: productLink(language),
    body: (
      <div class="products">
        <h1>{title}</h1>
        <p class="lead">{t('products.sites.lead')}</p>
        <Table
          caption={title}
          quietCaption
          rows={sites}
          empty={t('products.sites.none')}
          columns={[
            {
              head: t('products.column.site'),
              cell: site => <a href={ownedLink(language, organisation, [], { site: site.id })}>{site.name}</a>,
            },
            { head: t('products.column.count'), cell: site => request.formats.number(site.count), numeric: true },
            {
              head: t('products.column.action'),
              doing: true,
              cell: site => (
                <a href={ownedLink(language, organisation, ['sites', site.id])}>
                  {t('products.do.arrange')}
                  <span class="unseen"> {site.name}</span>
                </a>
              ),
            },
          ]}
        />
        <Actions>
          <ButtonLink href={ownedLink(language, organisation)}>{t('products.do.back')}</ButtonLink>
        </Actions>
      </div>
    ),
  }
}

/** One site: called otherwise, emptied, taken away. */
export function sitePage(request: Asked, owner: OwnerSeen, sites: readonly SiteRow[], site: SiteRow): Page {
  const { t, language } = request
  const { organisation } = owner
  const verdict = may('arrange-sites', owner.role)
  const refusal = verdict.yes ? undefined : t(`products.may.${verdict.why}`)
  const whose = <input type="hidden" name="of" value={organisation ?? 'mine'} />
  const to = (what: string) => productLink(language, 'sites', site.id, what)
  return {
    title: site.name,
    current: productLink(language),
    body: (
      <>
        <h1>{site.name}</h1>
        <p class="lead">{t('products.lead', { count: site.count })}</p>
        <Form action={to('rename')}>
          {whose}
          <Field name="name" label={t('products.sites.name')} value={site.name} maxLength={80} autocomplete="off" />
          <Button refusal={refusal}>{t('products.do.rename')}</Button>
        </Form>
        {site.count > 0 ? (
          <Form action={to('move')}>
            {whose}
            <Select
              name="to"
              label={t('products.sites.to')}
              value="none"
              options={[
                { value: 'none', label: t('products.sites.nowhere') },
                ...sites.filter(({ id }) => id !== site.id).map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
            <Button kind="secondary" refusal={refusal}>
              {t('products.do.move')}
            </Button>
          </Form>
        ) : (
          <Form action={to('remove')}>
            {whose}
            <Button kind="danger" refusal={refusal}>
              {t('products.do.remove-site')}
            </Button>
          </Form>
        )}
        <Actions>
          <ButtonLink href={ownedLink(language, organisation, ['sites'])}>{t('products.sites.title')}</ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** A sheet of labels: each with a code that opens the product after signing in, and tells a stranger nothing more than the label. */
export async function labelsPage(request: Asked, { owner, products, total }: Listed, publicUrl: string): Promise<Page> {
  const { t, language } = request
  const labels = await Promise.all(
    products.map(async product => ({
      product,
      code: await qrCode(`${publicUrl}${ownedLink(language, null, ['register'], { serial: product.serial })}`, {
        type: 'svg',
        margin: 0,
      }),
    })),
  )
  return {
    title: t('products.labels.title'),
    current: productLink(language),
    wide: true,
    body: (
      <div class="products">
        <h1>{t('products.labels.title')}</h1>
        <p class="lead screen-only">{t(labels.length > 0 ? 'products.do.print' : 'products.labels.none')}</p>
        {total > labels.length && <p class="screen-only">{t('products.labels.more', { count: labels.length })}</p>}
        <ul class="labels">
          {labels.map(({ product, code }) => (
            <li key={product.id}>
              <span class="code" aria-hidden="true" dangerouslySetInnerHTML={{ __html: code }} />
              <span>
                <strong>{nameOf(product, request)}</strong>
                <span class="serial">{product.serial}</span>
              </span>
            </li>
          ))}
        </ul>
        <p class="screen-only">
          <a href={ownedLink(language, owner.organisation)}>{t('products.do.back')}</a>
        </p>
      </div>
    ),
  }
}
