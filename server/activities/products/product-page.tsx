/** One product: what we know of it, its proofs, handing it over, removing it, what happened. */
import type { ComponentChildren } from 'preact'
import type { Page } from '../../base/http/index.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Copyable,
  DefinitionList,
  Empty,
  Field,
  FileField,
  Form,
  Notice,
  Table,
  Time,
  Timeline,
} from '../../ui/index.ts'
import type { Shown } from './acts.ts'
import { isUndoable, may, mostProofBytes, mostProofs, undoLasts } from './products.ts'
import type { ProofRow } from './proof-store.ts'
import { builtWords, FactQuestions } from './register-pages.tsx'
import {
  nameOf,
  ownedLink,
  ownerName,
  productLink,
  warrantyRule,
  WarrantyState,
  whatIs,
  Why,
  type Asked,
  type Promised,
} from './words.tsx'

interface Given {
  request: Asked
  shown: Shown
}

/** The page. */
export function productPage(request: Asked, shown: Shown, promises: Promised): Page {
  const { language } = request
  const { product, owner } = shown
  const name = nameOf(product, request)
  const given = { request, shown }
  const isCurrent = product.ended_at === null
  return {
    title: name,
    current: productLink(language),
    body: (
      <div class="products">
        <p class="muted">
          <a href={ownedLink(language, owner.organisation)}>{request.t('products.do.back')}</a>
        </p>
        <h1>{name}</h1>
        <p class="lead">{whatIs(product.family, language)}</p>
        {!isCurrent && <Ended {...given} />}
        <Facts {...given} />
        {isCurrent && <Proofs {...given} />}
        {isCurrent && <Transfer {...given} />}
        {isCurrent && <Removal {...given} />}
        <History {...given} />
        <Why promises={promises} language={language} />
      </div>
    ),
  }
}

/** The reason why somebody may not do something, in words; undefined where they may. */
function refusalOf({ request, shown }: Given, action: Parameters<typeof may>[0]): string | undefined {
  const verdict = may(action, shown.owner.role)
  return verdict.yes ? undefined : request.t(`products.may.${verdict.why}`)
}

function Ended({ request, shown }: Given) {
  const { t, language } = request
  const { ended_at: at, ended_how: how, id } = shown.product
  if (!at || !how) return null
  if (how === 'transferred') return <Notice tone="neutral" title={t('products.product.ended-transferred', { at })} />
  const until = new Date(at.getTime() + undoLasts)
  return (
    <Notice tone="warn" title={t('products.product.ended-removed', { at, until })}>
      {isUndoable(at, request.clock.now()) && (
        <Form action={productLink(language, id, 'restore')}>
          <Button kind="secondary" refusal={refusalOf({ request, shown }, 'remove')}>
            {t('products.do.restore')}
          </Button>
        </Form>
      )}
    </Notice>
  )
}

function Facts({ request, shown }: Given) {
  const { t, language } = request
  const { product, owner, sites } = shown
  const none = <span class="muted">{t('products.product.none')}</span>
  const site = sites.find(({ id }) => id === product.site_id)?.name
  const source = `profile.source.${product.source}`
  return (
    <>
      <h2>{t('products.product.facts')}</h2>
      <DefinitionList
        items={[
          { term: t('products.column.serial'), value: <Copyable>{product.serial}</Copyable> },
          ...(product.read
            ? [{ term: t('products.register.built-term'), value: builtWords(product.read, request) }]
            : []),
          {
            term: t('products.column.warranty'),
            value: (
              <>
                <WarrantyState product={product} request={request} />
                {product.warranty && <span class="hint">{warrantyRule(product.warranty, request)}</span>}
              </>
            ),
          },
          {
            term: t('products.register.bought'),
            value: product.bought_on === null ? none : <Time at={new Date(product.bought_on)} />,
          },
          { term: t('products.register.seller'), value: product.details?.seller ?? none },
          { term: t('products.register.site'), value: site ?? none },
          { term: t('products.register.note'), value: <Note text={product.details?.note} none={none} /> },
          { term: t('products.product.whose'), value: ownerName(owner, request) },
          {
            term: t('products.product.registered'),
            value: t('products.product.registered-line', {
              at: product.recorded_at,
              source: request.hasText(source) ? t(source) : product.source,
              version: product.policy_version,
            }),
          },
        ]}
      />
      {product.ended_at === null && (
        <Actions>
          <ButtonLink href={productLink(language, product.id, 'correct')}>{t('products.do.correct')}</ButtonLink>
          <ButtonLink
            kind="plain"
            href={ownedLink(language, owner.organisation, ['labels'], { serial: product.serial.replaceAll('-', '') })}
          >
            {t('products.product.label')}
          </ButtonLink>
        </Actions>
      )}
    </>
  )
}

const Note = ({ text, none }: { text: string | undefined; none: ComponentChildren }) => (
  <>{text === undefined ? none : <span class="note">{text}</span>}</>
)

function Proofs({ request, shown }: Given) {
  const { t, language, formats } = request
  const { product, proofs } = shown
  const to = (...below: string[]) => productLink(language, product.id, 'proofs', ...below)
  const left = mostProofs - proofs.length
  return (
    <>
      <h2>{t('products.product.proofs')}</h2>
      {proofs.length === 0 ? (
        <Empty>{t('products.product.proofs-none')}</Empty>
      ) : (
        <Table
          caption={t('products.product.proofs')}
          quietCaption
          rows={proofs}
          columns={[
            { head: t('products.column.file'), cell: (row: ProofRow) => <a href={to(row.id)}>{row.name}</a> },
            { head: t('products.column.size'), cell: (row: ProofRow) => formats.bytes(row.bytes), numeric: true },
            { head: t('products.column.since'), cell: (row: ProofRow) => <Time at={row.recorded_at} short /> },
            {
              head: t('products.column.action'),
              cell: (row: ProofRow) => (
                <Form action={to(row.id, 'delete')}>
                  <Button kind="plain">
                    {t('products.do.delete')}
                    <span class="unseen"> {row.name}</span>
                  </Button>
                </Form>
              ),
            },
          ]}
        />
      )}
      {left === 0 ? (
        <p class="hint">{t('products.product.proofs-full', { most: mostProofs })}</p>
      ) : (
        <Form action={to()} files>
          <FileField
            name="proof"
            label={t('products.product.proof')}
            hint={
              <>
                {t('products.product.proof-hint', { size: mostProofBytes, left })} {t('products.product.proofs-lead')}
              </>
            }
            accept=".pdf,.jpg,.jpeg,.png"
            multiple={left > 1}
          />
          <Button kind="secondary">{t('products.do.add-proof')}</Button>
        </Form>
      )}
    </>
  )
}

function Transfer({ request, shown }: Given) {
  const { t, language } = request
  const { product, transfer } = shown
  const refusal = refusalOf({ request, shown }, 'transfer')
  return (
    <>
      <h2>{t('products.product.transfer')}</h2>
      {transfer ? (
        <Notice
          tone="info"
          title={t('products.product.offered', { recipient: transfer.recipient ?? '', until: transfer.expires_at })}
        >
          <Form action={productLink(language, product.id, 'withdraw')}>
            <Button kind="secondary" refusal={refusal}>
              {t('products.do.withdraw')}
            </Button>
          </Form>
        </Notice>
      ) : (
        <>
          <p>{t('products.product.transfer-lead')}</p>
          <Form action={productLink(language, product.id, 'transfer')}>
            <Field
              name="recipient"
              type="email"
              label={t('products.product.recipient')}
              hint={t('products.product.recipient-hint')}
              autocomplete="off"
              maxLength={254}
            />
            <Button kind="secondary" refusal={refusal}>
              {t('products.do.offer')}
            </Button>
          </Form>
        </>
      )}
    </>
  )
}

function Removal({ request, shown }: Given) {
  const { t, language } = request
  return (
    <>
      <h2>{t('products.product.remove')}</h2>
      <p>{t('products.product.remove-lead')}</p>
      <Form action={productLink(language, shown.product.id, 'remove')} confirm={t('products.product.remove-confirm')}>
        <Button kind="danger" refusal={refusalOf({ request, shown }, 'remove')}>
          {t('products.do.remove')}
        </Button>
      </Form>
    </>
  )
}

/** What happened while it was theirs; nothing of before. */
function History({ request, shown }: Given) {
  const { t } = request
  const { product, earlier, transfer, ended } = shown
  const rows = [product, ...earlier]
  const events = [
    ...rows.map(row => ({ at: row.recorded_at, title: t(`products.product.came.${row.came_by}`) })),
    ...rows.flatMap(row =>
      row.ended_at && row.ended_how ? [{ at: row.ended_at, title: t(`products.product.ended.${row.ended_how}`) }] : [],
    ),
    ...(transfer ? [{ at: transfer.recorded_at, title: t('products.product.offer.offered') }] : []),
    ...ended.flatMap(one => [
      { at: one.recorded_at, title: t('products.product.offer.offered') },
      ...(one.outcome === 'accepted'
        ? []
        : [{ at: one.closed_at, title: t(`products.product.offer.${one.outcome as 'withdrawn'}`) }]),
    ]),
  ].sort((a, b) => b.at.getTime() - a.at.getTime())
  return (
    <>
      <h2>{t('products.product.history')}</h2>
      <Timeline events={events} />
    </>
  )
}

/** The page on which what is known of it is corrected. */
export function correctPage(request: Asked, shown: Shown): Page {
  const { t, language } = request
  const { product, sites } = shown
  return {
    title: t('products.product.correct-title'),
    current: productLink(language),
    body: (
      <>
        <h1>{t('products.product.correct-title')}</h1>
        <p class="lead">
          {nameOf(product, request)} <span class="serial">{product.serial}</span>
        </p>
        <Form action={productLink(language, product.id, 'correct')}>
          <FactQuestions
            request={request}
            sites={sites}
            value={{
              bought: product.bought_on ?? undefined,
              seller: product.details?.seller,
              note: product.details?.note,
              site: sites.find(({ id }) => id === product.site_id)?.name,
            }}
          />
          <Actions>
            <Button>{t('products.do.save')}</Button>
            <ButtonLink href={productLink(language, product.id)}>{t('products.do.back-product')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}
