/** The page on which two IDs of one person become one, and two again. */
import { link, type Page } from '../../../base/http/index.ts'
import { Actions, Button, Empty, Form, Notice, Table, Time } from '../../../ui/index.ts'
import type { Offer } from '../../../people/index.ts'
import { categoryWords, type Naming, purposeWords, Say } from '../naming.tsx'
import type { JoinedId } from './acts.ts'

/** Where two IDs are joined, in a language. */
export const joinLink = (naming: Naming): string => link(naming.language, 'privacy-centre', 'join')
export const joinPath = '/:lang/privacy-centre/join'

/** What would move, by category of the policy. */
export interface Moving {
  category: string
  rows: number
}

const Joined = ({ naming, joined }: { naming: Naming; joined: readonly JoinedId[] }) => {
  const { t } = naming
  return (
    <section>
      <h2>{t('joining.joined')}</h2>
      <Table
        caption={t('joining.joined')}
        quietCaption
        rows={joined}
        empty={<Empty>{t('joining.none')}</Empty>}
        columns={[
          { head: t('joining.when'), cell: row => <Time at={row.at} precise short /> },
          { head: t('joining.by'), cell: row => t(`joining.by-${row.by}`) },
          { head: t('joining.until'), cell: row => <Time at={row.until} short /> },
          {
            head: t('joining.undo'),
            cell: row => (
              <Form action={`${joinLink(naming)}/part`} confirm={t('joining.part-confirm')}>
                <input type="hidden" name="former" value={row.former} />
                <Button kind="secondary">{t('joining.part')}</Button>
              </Form>
            ),
          },
        ]}
      />
    </section>
  )
}

/** Without an offer: what this is for, which other ID was found, and what was joined. */
export function startPage(naming: Naming, joined: readonly JoinedId[], others: readonly string[]): Page {
  const { t } = naming
  return {
    title: t('joining.title'),
    body: (
      <>
        <h1>{t('joining.title')}</h1>
        <p class="lead">{t('joining.lead')}</p>
        {others.map(id => (
          <Notice tone="info">{t('joining.found', { id })}</Notice>
        ))}
        <ol>
          <li>{t('joining.step-sign-in')}</li>
          <li>{t('joining.step-look')}</li>
          <li>{t('joining.step-undo')}</li>
        </ol>
        <Form action={`${joinLink(naming)}/begin`}>
          <Actions>
            <Button>{t('joining.begin')}</Button>
          </Actions>
        </Form>
        <Joined naming={naming} joined={joined} />
      </>
    ),
  }
}

/** With an offer, as the other ID: what would move, and to whom. */
export function confirmPage(naming: Naming, offer: Offer, offered: string, moving: readonly Moving[]): Page {
  const { t } = naming
  return {
    title: t('joining.confirm-title'),
    referrer: 'none',
    body: (
      <>
        <h1>{t('joining.confirm-title')}</h1>
        <p class="lead">{t('joining.confirm-lead', { name: offer.name, id: offer.address })}</p>
        <Notice tone="warn">{t('joining.confirm-warning', { id: offer.address })}</Notice>
        <Table
          caption={t('joining.moves')}
          rows={moving}
          empty={<Empty>{t('joining.moves-nothing')}</Empty>}
          columns={[
            {
              head: t('joining.what'),
              cell: row => <Say words={categoryWords(row.category, naming)} capital naming={naming} />,
            },
            { head: t('joining.how-many'), cell: row => row.rows },
          ]}
        />
        <ul>
          <li>{t('joining.rule-consent')}</li>
          <li>{t('joining.rule-stays')}</li>
          <li>{t('joining.rule-sites')}</li>
          <li>{t('joining.rule-undo')}</li>
          <li>{t('joining.rule-back')}</li>
        </ul>
        <Form action={joinLink(naming)}>
          <input type="hidden" name="offer" value={offered} />
          <Actions>
            <Button>{t('joining.confirm')}</Button>
            <a href={link(naming.language, 'privacy-centre')}>{t('joining.cancel')}</a>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** They are two again, and some of what was agreed to has to be said anew. @param sayIt where; a colleague cannot */
export function anewPage(naming: Naming, purposes: readonly string[], sayIt?: string): Page {
  const { t } = naming
  return {
    title: t('joining.title'),
    body: (
      <>
        <h1>{t('joining.done.parted')}</h1>
        <Notice tone="warn">{t(sayIt ? 'joining.anew' : 'joining.anew-for')}</Notice>
        <ul>
          {purposes.map(purpose => (
            <li>
              <Say words={purposeWords(purpose, naming)} capital naming={naming} />
            </li>
          ))}
        </ul>
        {sayIt && (
          <p>
            <a href={sayIt}>{t('joining.anew-link')}</a>
          </p>
        )}
      </>
    ),
  }
}

/** Why nothing can be done with an offer. */
export type Unjoined = 'unknown' | 'expired' | 'used' | 'taken' | 'same' | 'joined' | 'changed' | 'elsewhere'

/** The sentence that says so, and what to do. */
export function brokenWords(why: Unjoined) {
  if (why === 'joined') return 'joining.joined-before'
  return why === 'taken' ? 'joining.used' : (`joining.${why}` as const)
}

/** An offer with which nothing can be done. */
export function brokenPage(naming: Naming, why: Unjoined): Page {
  const { t } = naming
  return {
    title: t('joining.title'),
    status: why === 'same' ? 200 : why === 'joined' || why === 'changed' ? 409 : 410,
    referrer: 'none',
    body: (
      <>
        <h1>{t('joining.title')}</h1>
        <Notice tone="warn">{t(brokenWords(why))}</Notice>
        <p>
          <a href={joinLink(naming)}>{t('joining.again')}</a>
        </p>
      </>
    ),
  }
}

/** Where somebody signs in with the other ID, and comes back with the offer. */
export const signInWith = (naming: Naming, offered: string): string => {
  const back = `${joinLink(naming)}?offer=${encodeURIComponent(offered)}`
  return `${link(naming.language, 'sign-in')}?next=${encodeURIComponent(back)}`
}
