/** The console's page on which a colleague who answers people's rights joins two IDs of one person, or parts them. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused, type Page, type Route, type WebRequest } from '../../../base/http/index.ts'
import { identifierHash, needingProof, routes, type Visitor } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { Actions, Button, Field, Form, Notice, Table, Time, type Words } from '../../../ui/index.ts'
import { categoryWords, namingFor, Say } from '../naming.tsx'
import type { RightsParts } from '../parts.ts'
import { type By, join, type JoinedId, joinedTo, part } from './acts.ts'
import { movesOf } from './doing.ts'
import { brokenWords, type Moving } from './page.tsx'
import { customerWith } from './store.ts'

type Colleague = Extract<Visitor, { kind: 'staff' }>
type Asked = WebRequest<Colleague> & Words

const here = '/console/join'
const idText = Type.String({ minLength: 1, maxLength: 254 })
const referenceText = Type.String({ minLength: 1, maxLength: 60 })

/** What was found of the two IDs that were typed. */
interface Looked {
  typed: { kept: string; former: string; reference: string }
  moving: readonly Moving[] | undefined
  joined: readonly JoinedId[]
}

/** Whether a colleague's role answers people's rights. */
export const answersRights = ({ actor }: Pick<Colleague, 'actor'>): boolean => actor.purposes.includes('answer-rights')

/** The page, and what it does. */
export function joiningConsole(parts: RightsParts): Route[] {
  const naming = namingFor(parts)
  const told = (refusal: Refusal) =>
    refusal.code === 'not-acknowledged' ? redirect('/console/acknowledge') : refused(refusal)
  const byOf = ({ visitor }: Asked, reference: string): By & { kind: 'staff' } => ({
    kind: 'staff',
    actor: visitor.actor,
    reference,
  })

  /** Whose an ID is; undefined where no customer whom this colleague may see has it. */
  async function personWith(request: Asked, id: string, reference: string): Promise<string | undefined | Refusal> {
    const found = await parts.gate.read(
      { act: 'rights.find-to-join', actor: request.visitor.actor, subject: 'set', reference },
      { owner: customerWith(identifierHash(parts, id)) },
    )
    return found instanceof Refusal ? found : found.owner[0]?.person_id
  }

  function consolePage(request: Asked, looked?: Looked): Page {
    const { t } = request
    const hidden = looked && Object.entries(looked.typed).map(([name, value]) => ({ name, value }))
    const Hidden = () => (
      <>
        {hidden?.map(one => (
          <input key={one.name} type="hidden" {...one} />
        ))}
      </>
    )
    return {
      title: t('joining.title'),
      current: here,
      body: (
        <>
          <h1>{t('joining.console.title')}</h1>
          <p class="lead">{t('joining.console.lead')}</p>
          <Form action={`${here}/look`}>
            <Field name="kept" label={t('joining.console.kept')} value={looked?.typed.kept} />
            <Field name="former" optional label={t('joining.console.former')} value={looked?.typed.former} />
            <Field
              name="reference"
              width="short"
              label={t('joining.console.reference')}
              value={looked?.typed.reference}
            />
            <Actions>
              <Button kind={looked ? 'secondary' : 'primary'}>{t('joining.console.look')}</Button>
            </Actions>
          </Form>
          {looked?.moving && (
            <>
              <Table
                caption={t('joining.moves')}
                rows={looked.moving}
                empty={t('joining.moves-nothing')}
                columns={[
                  {
                    head: t('joining.what'),
                    cell: row => (
                      <Say words={categoryWords(row.category, naming(request))} capital naming={naming(request)} />
                    ),
                  },
                  { head: t('joining.how-many'), cell: row => row.rows },
                ]}
              />
              <Notice tone="warn">{t('joining.console.warning')}</Notice>
              <Form action={here}>
                <Hidden />
                <Actions>
                  <Button>{t('joining.confirm')}</Button>
                </Actions>
              </Form>
            </>
          )}
          {looked && (
            <Table
              caption={t('joining.console.joined')}
              rows={looked.joined}
              empty={t('joining.none')}
              columns={[
                { head: t('joining.when'), cell: row => <Time at={row.at} precise short /> },
                { head: t('joining.until'), cell: row => <Time at={row.until} short /> },
                {
                  head: t('joining.undo'),
                  cell: row => (
                    <Form action={`${here}/part`}>
                      <input type="hidden" name="kept" value={looked.typed.kept} />
                      <input type="hidden" name="reference" value={looked.typed.reference} />
                      <input type="hidden" name="person" value={row.former} />
                      <Button kind="secondary">{t('joining.part')}</Button>
                    </Form>
                  ),
                },
              ]}
            />
          )}
        </>
      ),
    }
  }

  const again = async (request: Asked) => consolePage(request)
  const nobody = (field: string, { t }: Asked) => invalid({ field, message: t('joining.console.unknown') })

  return [
    routes.page({
      path: here,
      act: 'rights.find-to-join',
      who: 'staff',
      render: request => (answersRights(request.visitor) ? consolePage(request) : fault('not-for-you')),
    }),
    routes.form({
      path: `${here}/look`,
      act: 'rights.find-to-join',
      who: 'staff',
      body: Type.Object({
        kept: idText,
        former: Type.String({ maxLength: 254, default: '' }),
        reference: referenceText,
      }),
      again,
      handle: async request => {
        const { body } = request
        const kept = await personWith(request, body.kept, body.reference)
        if (kept instanceof Refusal) return told(kept)
        if (kept === undefined) return nobody('kept', request)
        const by = byOf(request, body.reference)
        const joined = await joinedTo(parts, kept, by)
        if (joined instanceof Refusal) return told(joined)
        if (body.former === '') return consolePage(request, { typed: body, moving: undefined, joined })
        const former = await personWith(request, body.former, body.reference)
        if (former instanceof Refusal) return told(former)
        if (former === undefined || former === kept) return nobody('former', request)
        const moving = await movesOf(parts, former, by)
        return moving instanceof Refusal ? told(moving) : consolePage(request, { typed: body, moving, joined })
      },
    }),
    needingProof(
      routes.form({
        path: here,
        act: 'rights.join-for-somebody',
        who: 'staff',
        body: Type.Object({ kept: idText, former: idText, reference: referenceText }),
        again,
        handle: async request => {
          const { body, language, t } = request
          const kept = await personWith(request, body.kept, body.reference)
          if (kept instanceof Refusal) return told(kept)
          const former = await personWith(request, body.former, body.reference)
          if (former instanceof Refusal) return told(former)
          if (kept === undefined) return nobody('kept', request)
          if (former === undefined) return nobody('former', request)
          const done = await join(parts, kept, former, language, byOf(request, body.reference))
          if (done instanceof Refusal) return told(done)
          if (typeof done === 'string') return invalid({ field: '', message: t(brokenWords(done)) })
          return redirect(here, { done: 'joining.done.joined-for' })
        },
      }),
    ),
    needingProof(
      routes.form({
        path: `${here}/part`,
        act: 'rights.part-for-somebody',
        who: 'staff',
        body: Type.Object({ kept: idText, person: Type.String({ format: 'uuid' }), reference: referenceText }),
        again,
        handle: async request => {
          const { body } = request
          const kept = await personWith(request, body.kept, body.reference)
          if (kept instanceof Refusal) return told(kept)
          if (kept === undefined) return nobody('kept', request)
          const done = await part(parts, kept, body.person, byOf(request, body.reference))
          if (done instanceof Refusal) return told(done)
          if (done === 'unknown') return fault('not-found')
          return done === 'changed' ? fault('conflict') : redirect(here, { done: 'joining.done.parted' })
        },
      }),
      () => here,
    ),
  ]
}
