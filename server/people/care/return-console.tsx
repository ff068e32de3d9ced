/** The console's pages of letters with a code: the list, one to print, and a code that is given. */
import { Type } from 'typebox'
import { fault, invalid, languages, link, problem, refused, reply, spokenIn } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Copyable, Field, Form, Notice, Table, Time, type Words } from '../../ui/index.ts'
import { needingProof } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { faultAt } from '../people.ts'
import { routes, type Visitor } from '../visitor.ts'
import { giveCode, type PostalParts, type PrintedLetter, printLetter, waitingLetters } from './return-codes.ts'

type Asked = WebRequest<Extract<Visitor, { kind: 'staff' }>> & Words
type Waiting = Exclude<Awaited<ReturnType<typeof waitingLetters>>, Refusal>

const list = '/console/return-codes'
const giveBody = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 254 }),
  checked: Type.String({ minLength: 1, maxLength: 500 }),
})
const letterParams = Type.Object({ letter: Type.String({ format: 'uuid' }), of: Type.String({ format: 'uuid' }) })

/** Whether a colleague's role looks after accounts. */
export const looksAfterAccounts = ({ actor }: Asked['visitor']): boolean => actor.purposes.includes('account')

function listPage({ t }: Asked, waiting: Waiting): Page {
  return {
    title: t('care.console.title'),
    current: list,
    body: (
      <>
        <h1>{t('care.console.title')}</h1>
        <p class="lead">{t('care.console.lead')}</p>
        <Table
          caption={t('care.console.waiting')}
          rows={waiting}
          empty={t('care.console.none')}
          columns={[
            { head: t('care.console.name'), cell: one => one.name ?? '' },
            { head: t('care.console.asked'), cell: one => <Time at={one.asked_at} precise short /> },
            {
              head: t('care.console.do'),
              doing: true,
              cell: one => (
                <Form action={`${list}/${one.id}/${one.person_id}`}>
                  <Button kind="secondary">{t('care.console.print')}</Button>
                </Form>
              ),
            },
          ]}
        />
        <h2>{t('care.console.give-title')}</h2>
        <p>{t('care.console.give-lead')}</p>
        <Form action={`${list}/give`}>
          <Field name="id" label={t('staff.column.id')} />
          <Field
            name="checked"
            type="textarea"
            rows={3}
            maxLength={500}
            label={t('care.console.checked')}
            hint={t('care.console.checked-hint')}
          />
          <Actions>
            <Button>{t('care.console.give')}</Button>
          </Actions>
        </Form>
      </>
    ),
  }
}

function codePage({ t }: Asked, given: { code: string; name: string; until: Date }): Page {
  return {
    title: t('care.console.given-title'),
    current: list,
    referrer: 'none',
    body: (
      <>
        <h1>{t('care.console.given-title')}</h1>
        <p class="lead">{t('care.console.given', { name: given.name, until: given.until })}</p>
        <p>
          <strong>
            <Copyable>{given.code}</Copyable>
          </strong>
        </p>
        <Notice tone="warn">{t('care.console.once')}</Notice>
        <Actions>
          <ButtonLink href={list}>{t('care.console.back')}</ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** Pages and calls for colleagues whose role looks after accounts. */
export function returnRoutes(parts: PeopleParts & PostalParts): Route[] {
  /** The letter in the language of whoever it goes to: a colleague prints it as it is. */
  function letterPage({ t }: Asked, letter: PrintedLetter): Page {
    const theirs = spokenIn(letter.language, languages)
    const { t: say, formats } = parts.words(theirs)
    const { company } = parts.gate.policy().compiled.loaded.policy.policy
    return {
      title: t('care.console.letter-title'),
      current: list,
      referrer: 'none',
      body: (
        <>
          <h1>{t('care.console.letter-title')}</h1>
          <Notice tone="warn">{t('care.console.once')}</Notice>
          <div lang={theirs}>
            <address>
              {[letter.name, ...formats.address(letter.address)].map((line, at) => (
                <div key={at}>{line}</div>
              ))}
            </address>
            <p>{say('care.console.letter', { company, until: letter.until })}</p>
            <p>
              <strong>
                <code>{letter.code}</code>
              </strong>
            </p>
            <p>{`${parts.publicUrl}${link(theirs, 'return')}`}</p>
          </div>
          <Actions>
            <ButtonLink href={list}>{t('care.console.back')}</ButtonLink>
          </Actions>
        </>
      ),
    }
  }

  async function showList(request: Asked): Promise<Page | Refusal> {
    const waiting = await waitingLetters(parts, request.visitor.actor)
    return waiting instanceof Refusal ? waiting : listPage(request, waiting)
  }
  const again = async (request: Asked) => {
    const page = await showList(request)
    return page instanceof Refusal ? listPage(request, []) : page
  }
  const printing = { act: 'people.print-return-code', who: 'staff', params: letterParams } as const
  const giving = { act: 'people.give-return-code', who: 'staff' } as const
  const listing = { act: 'people.list-return-codes', who: 'staff' } as const

  return [
    routes.page({
      ...listing,
      path: list,
      render: async request => {
        if (!looksAfterAccounts(request.visitor)) return fault('not-for-you')
        const page = await showList(request)
        return page instanceof Refusal ? refused(page) : page
      },
    }),
    needingProof(
      routes.form({
        ...printing,
        path: `${list}/:letter/:of`,
        body: Type.Object({}),
        handle: async request => {
          if (!looksAfterAccounts(request.visitor)) return fault('not-for-you')
          const { letter: id, of: person } = request.params
          const printed = await printLetter(parts, request.visitor.actor, { id, person })
          if (printed instanceof Refusal) return refused(printed)
          if (printed === 'gone') return fault('not-found')
          if (printed === 'no-address') return fault('conflict', { detail: request.t('care.console.no-address') })
          return letterPage(request, printed)
        },
      }),
      () => list,
    ),
    needingProof(
      routes.form({
        ...giving,
        path: `${list}/give`,
        body: giveBody,
        again,
        handle: async request => {
          if (!looksAfterAccounts(request.visitor)) return fault('not-for-you')
          const { body, t, visitor } = request
          const given = await giveCode(parts, visitor.actor, body.id, body.checked)
          if (given instanceof Refusal) return refused(given)
          if (typeof given === 'string') return invalid(faultAt('id', t(`care.console.${given}`)))
          return codePage(request, given)
        },
      }),
      () => list,
    ),
    routes.api({
      ...listing,
      method: 'GET',
      path: '/api/people/return-codes',
      name: 'people.return-codes',
      summary: 'Letters with a code that wait to be printed and posted.',
      response: Type.Object({
        letters: Type.Array(
          Type.Object({
            letter: Type.String(),
            person: Type.String(),
            name: Type.String(),
            asked: Type.String({ format: 'date-time' }),
          }),
        ),
      }),
      handle: async ({ visitor }) => {
        if (!looksAfterAccounts(visitor)) return fault('not-for-you')
        const waiting = await waitingLetters(parts, visitor.actor)
        if (waiting instanceof Refusal) return refused(waiting)
        return reply({
          letters: waiting.map(one => ({
            letter: one.id,
            person: one.person_id,
            name: one.name ?? '',
            asked: one.asked_at.toISOString(),
          })),
        })
      },
    }),
    needingProof(
      routes.api({
        ...printing,
        method: 'POST',
        path: '/api/people/return-codes/:letter/:of',
        name: 'people.print-return-code',
        statuses: [201],
        summary: 'Print one of them: its code is shown this once.',
        response: Type.Object({
          name: Type.String(),
          language: Type.String(),
          address: Type.Array(Type.String({ description: 'a line of the postal address' })),
          code: Type.String(),
          until: Type.String({ format: 'date-time' }),
        }),
        problems: { conflict: 409 },
        handle: async ({ visitor, params, t, formats }) => {
          if (!looksAfterAccounts(visitor)) return fault('not-for-you')
          const printed = await printLetter(parts, visitor.actor, { id: params.letter, person: params.of })
          if (printed instanceof Refusal) return refused(printed)
          if (printed === 'gone') return fault('not-found')
          if (printed === 'no-address') return fault('conflict', { detail: t('care.console.no-address') })
          const { name, language, code, until, address } = printed
          return reply(
            { name, language, address: formats.address(address), code, until: until.toISOString() },
            { status: 201 },
          )
        },
      }),
    ),
    needingProof(
      routes.api({
        ...giving,
        method: 'POST',
        path: '/api/people/return-codes',
        name: 'people.give-return-code',
        statuses: [201],
        summary: 'Give a code for an ID that several people use, or that no e-mail reaches; say what you checked.',
        body: giveBody,
        response: Type.Object({ code: Type.String(), until: Type.String({ format: 'date-time' }) }),
        problems: { 'nobody-for-this-purpose': 404 },
        handle: async ({ body, t, visitor }) => {
          if (!looksAfterAccounts(visitor)) return fault('not-for-you')
          const given = await giveCode(parts, visitor.actor, body.id, body.checked)
          if (given instanceof Refusal) return refused(given)
          if (typeof given === 'string') return problem('nobody-for-this-purpose', t(`care.console.${given}`))
          return reply({ code: given.code, until: given.until.toISOString() }, { status: 201 })
        },
      }),
    ),
  ]
}
