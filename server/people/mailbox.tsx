/** The mailbox of the demonstration: every letter, and who one can be. Exists under `abide start` only. */
import type { Route } from '../base/http/index.ts'
import { Details, Empty, T, Table, Time } from '../ui/index.ts'
import { castFactor, codeOf, readCast } from './cast.ts'
import { openMailbox } from './letters.ts'
import type { PeopleParts } from './parts.ts'
import { routes } from './visitor.ts'

/** The words of a letter, with its links as links. */
function LetterText({ text }: { text: string }) {
  const pieces = text.split(/(https?:\/\/\S+)/)
  return (
    <div class="letter">
      {pieces.map(piece =>
        /^https?:/.test(piece) ? (
          <a href={piece}>{piece}</a>
        ) : (
          piece.split('\n').flatMap((line, at) => (at === 0 ? [line] : [<br />, line]))
        ),
      )}
    </div>
  )
}

/** @returns no route at all outside the demonstration */
export function mailboxRoutes(parts: PeopleParts & { demo: boolean }): Route[] {
  if (!parts.demo) return []
  const cast = readCast()
  return [
    routes.page({
      path: '/:lang/mailbox',
      act: 'people.open-mailbox',
      who: 'anyone',
      render: async request => {
        const { t } = request
        const letters = await openMailbox(parts)
        return {
          title: t('people.mailbox.title'),
          wide: true,
          body: (
            <>
              <h1>{t('people.mailbox.title')}</h1>
              <p class="lead">{t('people.mailbox.lead')}</p>
              {letters.length === 0 && <Empty>{t('people.mailbox.empty')}</Empty>}
              {letters.map((letter, at) => (
                <Details
                  key={letter.id}
                  open={at === 0}
                  summary={`${letter.content?.subject ?? '–'} · ${letter.content?.to ?? ''}`}
                >
                  <p class="muted">
                    {letter.sent_at ? <Time at={letter.sent_at} precise /> : t('people.mailbox.waiting')}
                  </p>
                  <LetterText text={letter.content?.text ?? ''} />
                </Details>
              ))}
              <h2>{t('people.mailbox.cast')}</h2>
              <p>
                <T
                  k="people.mailbox.cast-lead"
                  with={{ password: cast.password }}
                  parts={{ code: words => <code>{words}</code> }}
                />
              </p>
              <p class="hint">{t('people.mailbox.cast-code-hint')}</p>
              <Table
                caption={t('people.mailbox.cast')}
                quietCaption
                rows={cast.people}
                columns={[
                  { head: t('people.mailbox.cast-name'), cell: person => person.name },
                  { head: t('people.mailbox.cast-id'), cell: person => <code>{person.email}</code> },
                  { head: t('people.mailbox.cast-role'), cell: person => person.about },
                  {
                    head: t('people.mailbox.cast-code'),
                    cell: person =>
                      person.role ? (
                        <code>{codeOf(castFactor(parts.vault, person.email), parts.clock.now())}</code>
                      ) : (
                        '–'
                      ),
                  },
                ]}
              />
            </>
          ),
        }
      },
    }),
  ]
}
