/** The mailbox of the demonstration: every letter, and who one can be. Exists under `abide start` only. */
import { link } from '../base/http/index.ts'
import type { Route } from '../base/http/index.ts'
import { Actions, Badge, ButtonLink, Copyable, Details, Empty, T, Table, Time, useScene } from '../ui/index.ts'
import { castFactor, type CastMember, codeOf, readCast } from './cast.ts'
import type { LetterRow } from './letter-store.ts'
import { openMailbox } from './letters.ts'
import type { PeopleParts } from './parts.ts'
import { routes } from './visitor.ts'

/** The words of a letter, with its links as links. */
function LetterText({ text }: { text: string }) {
  const pieces = text.trim().split(/(https?:\/\/\S+)/)
  return (
    <p class="letter">
      {pieces.map((piece, at) =>
        /^https?:/.test(piece) ? (
          <a href={piece} key={at}>
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </p>
  )
}

function Letter({ letter, open }: { letter: LetterRow; open: boolean }) {
  const { t } = useScene()
  const { content, language } = letter
  const state = letter.sent_at === null ? 'waiting' : letter.delivery === 'smtp' ? 'sent' : 'shown'
  return (
    <Details
      open={open}
      summary={
        <span class="letter-head">
          <span lang={language}>{content?.subject ?? '–'}</span>
          <span class="muted">
            {t('people.mailbox.to', { address: content?.to ?? '–' })} · <Time at={letter.created_at} precise short />
          </span>
        </span>
      }
    >
      <p>
        <Badge tone={state === 'waiting' ? 'warn' : 'neutral'}>{t(`people.mailbox.${state}`)}</Badge>
      </p>
      <div lang={language}>
        <LetterText text={content?.text ?? ''} />
      </div>
    </Details>
  )
}

function People({
  caption,
  people,
  code,
}: {
  caption: string
  people: CastMember[]
  code?: (who: CastMember) => string
}) {
  const { t, language } = useScene()
  return (
    <Table
      caption={caption}
      quietCaption
      rows={people}
      columns={[
        { head: t('people.mailbox.cast-name'), cell: who => who.name },
        { head: t('people.mailbox.cast-id'), cell: who => <Copyable>{who.email}</Copyable> },
        ...(code
          ? [{ head: t('people.mailbox.cast-code'), cell: (who: CastMember) => <Copyable>{code(who)}</Copyable> }]
          : []),
        // The cast is described in English.
        { head: t('people.mailbox.cast-role'), cell: who => who.about[language] },
      ]}
    />
  )
}

/** @returns no route at all outside the demonstration */
export function mailboxRoutes(parts: PeopleParts & { demo: boolean }): Route[] {
  if (!parts.demo) return []
  const { people, password } = readCast()
  const colleagues = people.filter(who => who.role)
  const customers = people.filter(who => !who.role)
  return [
    routes.page({
      path: '/:lang/mailbox',
      act: 'people.open-mailbox',
      who: 'anyone',
      render: async request => {
        const { t, language } = request
        const letters = await openMailbox(parts)
        const now = parts.clock.now()
        return {
          title: t('people.mailbox.title'),
          wide: true,
          headers: { 'cache-control': 'no-store' },
          body: (
            <div class="mailbox">
              <h1>{t('people.mailbox.title')}</h1>
              {letters.length > 0 && <p class="lead">{t('people.mailbox.lead', { count: letters.length })}</p>}
              <nav aria-label={t('people.mailbox.cast')}>
                <Actions>
                  <ButtonLink kind="primary" href={`${link(language, 'start')}#cast`}>
                    {t('people.mailbox.sign-in')}
                  </ButtonLink>
                  <ButtonLink href="#colleagues">{t('people.mailbox.colleagues')}</ButtonLink>
                  <ButtonLink href="#customers">{t('people.mailbox.customers')}</ButtonLink>
                </Actions>
              </nav>
              <h2>{t('people.mailbox.letters')}</h2>
              {letters.length === 0 && <Empty>{t('people.mailbox.empty')}</Empty>}
              {letters.map((letter, at) => (
                <Letter key={letter.id} letter={letter} open={at === 0} />
              ))}
              <h2>{t('people.mailbox.cast')}</h2>
              <p>
                <T
                  k="people.mailbox.cast-lead"
                  with={{ password }}
                  parts={{ code: words => <Copyable>{words}</Copyable> }}
                />
              </p>
              <h3 id="colleagues">{t('people.mailbox.colleagues')}</h3>
              <p>{t('people.mailbox.colleagues-lead')}</p>
              <Actions>
                <ButtonLink href={`${link(language, 'mailbox')}?again#colleagues`}>
                  {t('people.mailbox.reload')}
                </ButtonLink>
              </Actions>
              <People
                caption={t('people.mailbox.colleagues')}
                people={colleagues}
                code={who => codeOf(castFactor(parts.vault, who.email), now)}
              />
              <h3 id="customers">{t('people.mailbox.customers')}</h3>
              <People caption={t('people.mailbox.customers')} people={customers} />
            </div>
          ),
        }
      },
    }),
  ]
}
