/** The pages of lists from a file: choosing one, what was read, how far it has come. */
import type { Page } from '../../base/http/index.ts'
import { Actions, Button, ButtonLink, Details, FileField, Form, Notice, Table } from '../../ui/index.ts'
import { takenMark, type ListSeen } from './list-acts.ts'
import type { Finding } from './lists.ts'
import { OwnerChoice, type RegisterGiven } from './register-pages.tsx'
import { mostLines } from './sheet/index.ts'
import { Collected, ownedLink, productLink, type Asked } from './words.tsx'

/** Bytes that a file may have. */
export const mostListBytes = 10_000_000

/** Choosing a file. */
export function importPage(request: Asked, given: RegisterGiven): Page {
  const { t, language } = request
  return {
    title: t('products.import.title'),
    current: productLink(language),
    body: (
      <>
        <h1>{t('products.import.title')}</h1>
        <p class="lead">{t('products.import.lead')}</p>
        <Details summary={t('products.import.columns')}>
          <p>{t('products.import.columns-text')}</p>
        </Details>
        <Form action={productLink(language, 'import')} files>
          <OwnerChoice request={request} given={given} />
          <FileField
            name="file"
            label={t('products.import.file')}
            hint={t('products.import.file-hint', { lines: mostLines, size: mostListBytes })}
            accept=".csv,.txt,.tsv,text/csv"
          />
          <Collected promises={given.promises} request={request} />
          <Actions>
            <Button>{t('products.do.check')}</Button>
            <ButtonLink href={ownedLink(language, given.organisation)}>{t('products.do.back')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** A list that was read. */
export function readListPage(request: Asked, list: ListSeen): Page {
  const { t, language } = request
  const { organisation_id: organisation } = list
  return {
    title: t('products.list.title'),
    current: productLink(language),
    body: (
      <div class="products">
        <h1>{t('products.list.title')}</h1>
        <Progress request={request} list={list} />
        {list.findings.length > 0 && (
          <Table
            caption={t('products.list.findings')}
            rows={list.findings}
            columns={[
              { head: t('products.column.line'), cell: ({ line }: Finding) => request.formats.number(line) },
              { head: t('products.column.serial'), cell: ({ what }: Finding) => <span class="serial">{what}</span> },
              {
                head: t('products.column.wrong'),
                cell: ({ says }: Finding) => (says === takenMark ? t('products.list.taken') : says),
              },
            ]}
          />
        )}
        {list.wrong > list.findings.length && (
          <p class="hint">{t('products.list.more', { count: list.findings.length })}</p>
        )}
        <Actions>
          <ButtonLink href={ownedLink(language, organisation, ['import'])}>{t('products.do.another')}</ButtonLink>
          <ButtonLink href={ownedLink(language, organisation)}>{t('products.do.back')}</ButtonLink>
        </Actions>
        <p class="hint">{t('products.list.seven-days')}</p>
      </div>
    ),
  }
}

function Progress({ request, list }: { request: Asked; list: ListSeen }) {
  const { t, language } = request
  const { total, wrong, done, added, asked_at: asked, finished_at: finished } = list
  const here = productLink(language, 'lists', list.id)
  if (finished) return <Notice tone="ok" status title={t('products.list.finished', { count: added })} />
  if (asked)
    return (
      <Notice
        tone="info"
        status
        title={done === 0 ? t('products.list.waiting') : t('products.list.progress', { done, total, added })}
      >
        <p>{t('products.list.slow')}</p>
        <ButtonLink href={here}>{t('products.do.refresh')}</ButtonLink>
      </Notice>
    )
  return (
    <>
      <Notice tone={wrong > 0 ? 'warn' : 'ok'} title={t('products.list.good', { count: total })}>
        <p>
          {t('products.list.wrong', { count: wrong })} {t('products.list.nothing-yet')}
        </p>
      </Notice>
      {total > 0 && (
        <Form action={here} class="go">
          <Button>{t(wrong > 0 ? 'products.do.go-good' : 'products.do.go', { count: total })}</Button>
        </Form>
      )}
    </>
  )
}
