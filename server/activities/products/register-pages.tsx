/** The pages on which products are registered: one with its details, several at once, and what came of it. */
import type { ComponentChildren } from 'preact'
import type { Page } from '../../base/http/index.ts'
import {
  Actions,
  Badge,
  Button,
  ButtonLink,
  Card,
  Cards,
  Choices,
  DefinitionList,
  Field,
  Form,
  Notice,
  T,
  Table,
} from '../../ui/index.ts'
import type { Registered } from './acts.ts'
import type { OwnerSeen } from './owners.ts'
import { mostAtOnce, warrantyOf, type Family } from './products.ts'
import type { Serial, SerialFault } from './serial/index.ts'
import type { SiteRow } from './site-store.ts'
import {
  Collected,
  mailLink,
  ownedLink,
  productLink,
  warrantyRule,
  whatIs,
  type Asked,
  type Promised,
} from './words.tsx'

/** What the forms need to know. */
export interface RegisterGiven {
  owners: OwnerSeen[]
  organisation: string | null
  promises: Promised
  sites: readonly SiteRow[]
  /** The town of the person's address, to begin with where they have no site yet. */
  town?: string | undefined
}

/** The first step: a serial number. @param fault what is wrong with the one that was typed */
export function serialPage(request: Asked, given: RegisterGiven, example: string, fault?: SerialFault): Page {
  const { t, language } = request
  return {
    title: t('products.register.title'),
    current: productLink(language),
    body: (
      <>
        <h1>{t('products.register.title')}</h1>
        <p class="lead">{t('products.register.lead')}</p>
        {fault?.meant && (
          <Notice tone="info" title={t('products.fault.meant', { serials: fault.meant.map(({ text }) => text) })}>
            <Actions>
              {fault.meant.map(({ text }) => (
                <ButtonLink key={text} href={ownedLink(language, given.organisation, ['register'], { serial: text })}>
                  {t('products.do.use', { serial: text })}
                </ButtonLink>
              ))}
            </Actions>
          </Notice>
        )}
        <Form action={productLink(language, 'serial')}>
          <Whose organisation={given.organisation} />
          <Field
            name="serial"
            label={t('products.register.serial')}
            hint={t('products.register.serial-hint', { example })}
            maxLength={60}
            autocomplete="off"
          />
          <Actions>
            <Button>{t('products.do.next')}</Button>
            <ButtonLink href={ownedLink(language, given.organisation)}>{t('products.do.back')}</ButtonLink>
          </Actions>
        </Form>
        <p>
          <a href={ownedLink(language, given.organisation, ['several'])}>{t('products.do.several')}</a>
          {' · '}
          <a href={ownedLink(language, given.organisation, ['import'])}>{t('products.do.import')}</a>
        </p>
      </>
    ),
  }
}

const Whose = ({ organisation }: { organisation: string | null }) =>
  organisation === null ? null : <input type="hidden" name="of" value={organisation} />

/** The second step: what the serial number says, and what else is known. */
export function confirmPage(request: Asked, given: RegisterGiven, serial: Serial, family: Family): Page {
  const { t, language } = request
  const warranty = warrantyOf(family, serial.built, null)
  return {
    title: t('products.register.confirm'),
    current: productLink(language),
    body: (
      <>
        <h1>{t('products.register.confirm')}</h1>
        <p class="lead">{t('products.register.confirm-lead')}</p>
        <DefinitionList
          items={[
            { term: t('products.column.product'), value: <strong>{family.name}</strong> },
            { term: t('products.register.what'), value: whatIs(family, language) },
            { term: t('products.column.serial'), value: <span class="serial">{serial.text}</span> },
            { term: t('products.register.built-term'), value: builtWords(serial, request) },
            {
              term: t('products.column.warranty'),
              value: warrantyRule({ ...warranty, counts: 'bought' }, request),
            },
          ]}
        />
        <Form action={productLink(language, 'register')}>
          <input type="hidden" name="serial" value={serial.text} />
          <OwnerChoice request={request} given={given} />
          <FactQuestions request={request} sites={given.sites} town={given.town} />
          <Collected promises={given.promises} request={request} />
          <Actions>
            <Button>{t('products.do.register')}</Button>
            <ButtonLink href={ownedLink(language, given.organisation, ['register'])}>
              {t('products.register.another')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** When and where something was built. */
export const builtWords = ({ week, year, plant }: Serial, { t }: Asked): string =>
  t('products.register.built', { week, year: String(year), plant })

/** Whose it is to be, where somebody works for a company. */
export function OwnerChoice({
  request,
  given,
}: {
  request: Asked
  given: Pick<RegisterGiven, 'owners' | 'organisation'>
}) {
  const { t } = request
  const { owners, organisation } = given
  if (owners.length < 2) return null
  return (
    <Choices
      name="of"
      legend={t('products.register.whose')}
      pick="one"
      value={organisation ?? 'mine'}
      choices={owners.map(owner => ({
        value: owner.organisation ?? 'mine',
        label: owner.name ?? t('products.register.mine'),
      }))}
    />
  )
}

/** What is known of a product beside its serial number. */
export function FactQuestions(props: {
  request: Asked
  sites: readonly SiteRow[]
  value?: {
    bought?: string | undefined
    seller?: string | undefined
    site?: string | undefined
    note?: string | undefined
  }
  withoutNote?: boolean
  /** The town of the person's address, where they have no site yet. */
  town?: string | undefined
}) {
  const { request, sites, value = {}, withoutNote, town } = props
  const { t } = request
  const known = sites.map(({ name }) => name).slice(0, 12)
  return (
    <>
      <Field
        name="bought"
        type="date"
        label={t('products.register.bought')}
        hint={t('products.register.bought-hint')}
        value={value.bought}
        width="short"
        optional
      />
      <Field
        name="seller"
        label={t('products.register.seller')}
        value={value.seller}
        maxLength={120}
        autocomplete="off"
        optional
      />
      <Field
        name="site"
        label={t('products.register.site')}
        hint={
          <>
            {t('products.register.site-hint')} {request.formats.list(known)}
            {town !== undefined && <> {t('products.register.site-filled')}</>}
          </>
        }
        value={value.site ?? town}
        maxLength={80}
        autocomplete="off"
        optional
      />
      {!withoutNote && (
        <Field
          name="note"
          type="textarea"
          rows={3}
          label={t('products.register.note')}
          hint={t('products.register.note-hint')}
          value={value.note}
          maxLength={500}
          optional
        />
      )}
    </>
  )
}

/** Said to whoever types a serial number that somebody has: the same, whoever that is. */
export function takenPage(request: Asked, serial: string, promises: Promised): Page {
  const { t, language } = request
  return {
    title: t('products.taken.title'),
    current: productLink(language),
    status: 409,
    body: (
      <>
        <h1>{t('products.taken.title')}</h1>
        <p class="lead">{t('products.taken.lead', { serial })}</p>
        <p>{t('products.taken.wrong')}</p>
        <Cards>
          <Card title={t('products.taken.bought')}>
            <p>
              <T
                k="products.taken.bought-text"
                parts={{ offers: words => <a href={productLink(language, 'offers')}>{words}</a> }}
              />
            </p>
          </Card>
          <Card title={t('products.taken.mine')}>
            <p>
              <T
                k="products.taken.mine-text"
                with={{ contact: promises.contact }}
                parts={{ mail: mailLink(promises.contact) }}
              />
            </p>
          </Card>
        </Cards>
        <Actions>
          <ButtonLink href={productLink(language, 'register')}>{t('products.register.another')}</ButtonLink>
          <ButtonLink href={productLink(language)}>{t('products.do.back')}</ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** What became of one line. */
export interface LineResult {
  typed: string
  result: Registered | { wrong: string }
}

/** Several at once. @param results what came of those that were sent; undefined before */
export function severalPage(request: Asked, given: RegisterGiven, results?: readonly LineResult[], left = ''): Page {
  const { t, language } = request
  const added = results?.filter(({ result }) => 'how' in result && result.how === 'added').length ?? 0
  const isAllThere = results !== undefined && left === ''
  return {
    title: t('products.several.title'),
    current: productLink(language),
    body: (
      <>
        <h1>{t('products.several.title')}</h1>
        {results ? (
          <>
            <Notice tone={isAllThere ? 'ok' : 'warn'} status title={t('products.several.added', { count: added })}>
              {left !== '' && <p>{t('products.several.left')}</p>}
            </Notice>
            <Results request={request} results={results} />
          </>
        ) : (
          <p class="lead">
            <T
              k="products.several.lead"
              with={{ most: mostAtOnce }}
              parts={{
                file: words => <a href={ownedLink(language, given.organisation, ['import'])}>{words}</a>,
              }}
            />
          </p>
        )}
        {!isAllThere && <SeveralForm request={request} given={given} left={left} again={results !== undefined} />}
        {isAllThere && (
          <Actions>
            <ButtonLink kind="primary" href={ownedLink(language, given.organisation)}>
              {t('products.do.back')}
            </ButtonLink>
            <ButtonLink href={ownedLink(language, given.organisation, ['several'])}>
              {t('products.do.several')}
            </ButtonLink>
          </Actions>
        )}
      </>
    ),
  }
}

function SeveralForm(props: { request: Asked; given: RegisterGiven; left: string; again: boolean }) {
  const { request, given, left, again } = props
  const { t, language } = request
  return (
    <Form action={productLink(language, 'several')}>
      {again && <h2>{t('products.several.again')}</h2>}
      <Field
        name="serials"
        type="textarea"
        rows={8}
        label={t('products.several.serials')}
        value={left}
        autocomplete="off"
      />
      <OwnerChoice request={request} given={given} />
      <h2>{t('products.several.same')}</h2>
      <FactQuestions request={request} sites={given.sites} withoutNote />
      <Collected promises={given.promises} request={request} />
      <Actions>
        <Button>{t('products.do.several')}</Button>
        <ButtonLink href={ownedLink(language, given.organisation)}>{t('products.do.back')}</ButtonLink>
      </Actions>
    </Form>
  )
}

function Results({ request, results }: { request: Asked; results: readonly LineResult[] }) {
  const { t } = request
  return (
    <Table
      caption={t('products.several.result')}
      rows={results}
      columns={[
        { head: t('products.column.serial'), cell: ({ typed }) => <span class="serial">{typed}</span> },
        { head: t('products.column.result'), cell: ({ result }) => resultWords(request, result) },
      ]}
    />
  )
}

function resultWords({ t, language }: Asked, result: LineResult['result']): ComponentChildren {
  if ('wrong' in result)
    return (
      <>
        <Badge tone="error">{t('products.result.wrong')}</Badge> {result.wrong}
      </>
    )
  if (result.how === 'taken') return <Badge tone="warn">{t('products.result.taken')}</Badge>
  return (
    <a href={productLink(language, result.id)}>
      <Badge tone={result.how === 'added' ? 'ok' : 'neutral'}>{t(`products.result.${result.how}`)}</Badge>
    </a>
  )
}
