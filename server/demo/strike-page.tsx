/** A category struck from the policy, published, seen to vanish, and put back. */
import type { ComponentChildren } from 'preact'
import { link, type Page } from '../base/http/index.ts'
import type { Policy } from '../policy/document.ts'
import type { Struck } from '../policy/strike.ts'
import { Actions, Button, ButtonLink, Details, Form, Notice, T, useScene } from '../ui/index.ts'
import { DatabaseSays } from './answer-parts.tsx'
import type { Answered } from './attempts.ts'
import type { Readable } from './demo.ts'
import type { DemoParts } from './parts.ts'
import { type Asked, BackToStart } from './start-page.tsx'
import type { createStriking, Done, Happened, Standing, Waiting } from './strike.ts'

type Striking = ReturnType<typeof createStriking>
type What = Pick<Readable, 'purpose' | 'category'>

/** What was asked for. */
export interface StrikeAsked {
  chosen?: { purpose?: string | undefined; category?: string | undefined }
  failed?: Done
}

const statusOf: Readonly<Record<Done, number>> = {
  done: 200,
  published: 202,
  changed: 409,
  waiting: 409,
  unknown: 422,
  busy: 503,
}

/** The page as things stand now, whoever made them so. */
export async function strikePage(
  { gate }: Pick<DemoParts, 'gate'>,
  request: Asked,
  striking: Striking,
  { chosen, failed }: StrikeAsked,
): Promise<Page> {
  const { t } = request
  const { policy } = gate.policy().compiled.loaded
  const standing = await striking.standing()
  const found = standing.readable.find(
    ({ purpose, category }) => purpose === chosen?.purpose && category === chosen.category,
  )
  const shown = standing.struck ? striking.struckFrom(standing.struck) : found
  const now = shown && (await striking.look(shown))
  return {
    title: t('demo.strike.title'),
    wide: true,
    ...(failed === undefined ? {} : { status: statusOf[failed] }),
    body: (
      <>
        <BackToStart />
        <h1>{t('demo.strike.title')}</h1>
        <p class="lead">{t('demo.strike.lead')}</p>
        {failed !== undefined && failed !== 'published' && failed !== 'waiting' && (
          <Notice tone="warn" status>
            {t(`demo.strike.failed.${failed as 'changed'}`)}
          </Notice>
        )}
        {standing.waiting && <NowWaiting waiting={standing.waiting} />}
        {standing.struck ? (
          <NowStruck standing={standing} struck={standing.struck} policy={policy} now={now} />
        ) : (
          <>
            {standing.last && <BackAgain last={standing.last} />}
            {found && now && <Chosen what={found} policy={policy} standing={standing} now={now} />}
            <Offer readable={standing.readable} policy={policy} chosen={found} />
          </>
        )}
      </>
    ),
  }
}

/** The policy's own words for a purpose and a category. */
function useNames(policy: Policy) {
  const { language } = useScene()
  return ({ purpose, category }: What) => ({
    purpose: policy.purposes[purpose]?.says[language] ?? purpose,
    category: policy.categories[category]?.says[language] ?? category,
  })
}

function Offer({
  readable,
  policy,
  chosen,
}: {
  readable: readonly Readable[]
  policy: Policy
  chosen: What | undefined
}) {
  const { t, language } = useScene()
  const name = useNames(policy)
  const purposes = [...new Set(readable.map(({ purpose }) => purpose))]
  return (
    <>
      <h2>{t(chosen ? 'demo.strike.another' : 'demo.strike.choose')}</h2>
      <dl class="definitions strikable">
        {purposes.map(purpose => (
          <div key={purpose}>
            <dt>{name({ purpose, category: '' }).purpose}</dt>
            <dd>
              <ul>
                {readable
                  .filter(one => one.purpose === purpose)
                  .map(({ category }) => (
                    <li key={category}>
                      <a
                        href={`${link(language, 'start', 'strike')}?${new URLSearchParams({ purpose, category }).toString()}`}
                        aria-current={chosen?.purpose === purpose && chosen.category === category ? 'true' : undefined}
                      >
                        {name({ purpose, category }).category}
                      </a>
                    </li>
                  ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Chosen(props: { what: Readable; policy: Policy; standing: Standing; now: Answered }) {
  const { what, policy, standing, now } = props
  const { t, language } = useScene()
  const names = useNames(policy)(what)
  return (
    <section aria-labelledby="chosen">
      <h2 id="chosen">
        <T k="demo.strike.now" with={names} />
      </h2>
      <p>{t('demo.strike.now-text')}</p>
      <DatabaseSays answered={now} label={t('demo.strike.before')} />
      {!standing.waiting && (
        <Form action={link(language, 'start', 'strike')}>
          <input type="hidden" name="purpose" value={what.purpose} />
          <input type="hidden" name="category" value={what.category} />
          <input type="hidden" name="version" value={standing.version} />
          <Actions>
            <Button kind="danger">{t('demo.strike.submit', { version: standing.next })}</Button>
            <span class="hint">{t('demo.strike.everybody')}</span>
          </Actions>
        </Form>
      )}
    </section>
  )
}

function NowStruck(props: { standing: Standing; struck: Struck; policy: Policy; now: Answered | undefined }) {
  const { t, language } = useScene()
  const { standing, struck, policy, now } = props
  const { version, last } = standing
  const names = useNames(policy)(struck)
  const diff = link(language, 'privacy', 'diff', struck.from, version)
  return (
    <>
      <Notice tone="warn" title={t('demo.strike.struck-title', { version })}>
        <p>{t('demo.strike.struck', { ...names, from: struck.from })}</p>
      </Notice>
      {!standing.waiting && <PutBack version={version} next={standing.next} />}
      {last ? <Steps last={last} /> : now && <DatabaseSays answered={now} label={t('demo.strike.after')} />}
      <p>{t('demo.strike.see')}</p>
      <Actions>
        <ButtonLink href={diff}>{t('demo.strike.diff')}</ButtonLink>
        <ButtonLink href={link(language, 'start', 'looked')}>{t('demo.strike.desk')}</ButtonLink>
      </Actions>
    </>
  )
}

function PutBack({ version, next }: { version: number; next: number }) {
  const { t, language } = useScene()
  return (
    <Form action={link(language, 'start', 'strike', 'back')}>
      <input type="hidden" name="version" value={version} />
      <Actions>
        <Button>{t('demo.strike.back', { version: next })}</Button>
      </Actions>
    </Form>
  )
}

/** Nothing is published while another version waits: the newer number would take its place. */
function NowWaiting({ waiting: { version, effectiveAt, isDue } }: { waiting: Waiting }) {
  const { t } = useScene()
  return (
    <Notice tone="warn" status>
      {isDue ? t('demo.strike.published', { version }) : t('demo.strike.waiting', { version, from: effectiveAt })}
    </Notice>
  )
}

function BackAgain({ last }: { last: Happened }) {
  const { t } = useScene()
  return (
    <>
      <Notice tone="ok" status>
        {t('demo.strike.is-back', { version: last.version })}
      </Notice>
      <Details summary={t('demo.strike.what-happened')}>
        <Steps last={last} />
      </Details>
    </>
  )
}

/** What was done, one step after the other. */
function Steps({ last }: { last: Happened }) {
  const { t } = useScene()
  const { version, changes, acknowledged, before, after } = last
  const step = (title: string, children: ComponentChildren) => ({ title, children })
  return (
    <ol class="happened">
      {[
        step(t('demo.strike.step-before'), <DatabaseSays answered={before} label={t('demo.strike.before')} />),
        changes.length === 0
          ? step(t('demo.strike.step-published-alone', { version }), null)
          : step(
              t('demo.strike.step-published', { version, count: changes.length }),
              <Details summary={t('demo.strike.statements')}>
                <pre class="sql" lang="en" tabIndex={0}>
                  {changes.map(change => `${change};`).join('\n')}
                </pre>
              </Details>,
            ),
        step(
          t('demo.strike.step-read', { count: acknowledged }),
          <p class="muted">{t('demo.strike.step-read-why')}</p>,
        ),
        step(t('demo.strike.step-after'), <DatabaseSays answered={after} label={t('demo.strike.after')} />),
      ].map(({ title, children }) => (
        <li key={title}>
          <p class="happened-title">{title}</p>
          {children}
        </li>
      ))}
    </ol>
  )
}
