/** The console's page on which a colleague who answers people's rights joins two IDs of one person, or parts them. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused, type Page, type Route, type WebRequest } from '../../../base/http/index.ts'
import { needingProof, routes, type Visitor } from '../../../people/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { Actions, Button, Field, Form, Notice, Table, Time, type Words } from '../../../ui/index.ts'
import { categoryWords, namingFor, Say } from '../naming.tsx'
import type { RightsParts } from '../parts.ts'
import { answersRights, CaseNumber, joinFor, look, type Looked, officerFor, partFor } from './for-somebody.ts'
import { anewPage, brokenWords } from './page.tsx'

type Colleague = Extract<Visitor, { kind: 'staff' }>
type Asked = WebRequest<Colleague> & Words

const here = '/console/join'
const idText = Type.String({ minLength: 1, maxLength: 254 })

/** What was typed, and what was found. */
interface Answered extends Looked {
  typed: { kept: string; former: string; reference: string }
}

/** The page, and what it does. */
export function joiningConsole(parts: RightsParts): Route[] {
  const naming = namingFor(parts)
  const told = (refusal: Refusal) =>
    refusal.code === 'not-acknowledged' ? redirect('/console/acknowledge') : refused(refusal)

  function consolePage(request: Asked, looked?: Answered): Page {
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
              hint={t('joining.console.reference-hint')}
              value={looked?.typed.reference}
            />
            <Actions>
              <Button kind={looked ? 'secondary' : 'primary'}>{t('joining.console.look')}</Button>
            </Actions>
          </Form>
          {looked && !looked.moving && looked.found.length > 0 && (
            <section>
              <h2>{t('joining.console.found')}</h2>
              <p>{t('joining.console.found-text')}</p>
              {looked.found.map(former => (
                <Form action={`${here}/look`} key={former}>
                  <input type="hidden" name="kept" value={looked.typed.kept} />
                  <input type="hidden" name="former" value={former} />
                  <input type="hidden" name="reference" value={looked.typed.reference} />
                  <Button kind="secondary">{t('joining.console.look-at', { id: former })}</Button>
                </Form>
              ))}
            </section>
          )}
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
        reference: CaseNumber,
      }),
      again,
      handle: async request => {
        const { body } = request
        const looked = await look(parts, officerFor(request, body.reference), body)
        if (looked instanceof Refusal) return told(looked)
        return 'unknown' in looked ? nobody(looked.unknown, request) : consolePage(request, { ...looked, typed: body })
      },
    }),
    needingProof(
      routes.form({
        path: here,
        act: 'rights.join-for-somebody',
        who: 'staff',
        body: Type.Object({ kept: idText, former: idText, reference: CaseNumber }),
        again,
        handle: async request => {
          const { body, language, t } = request
          const done = await joinFor(parts, officerFor(request, body.reference), body, language)
          if (done instanceof Refusal) return told(done)
          if (typeof done === 'string') return invalid({ field: '', message: t(brokenWords(done)) })
          if ('unknown' in done) return nobody(done.unknown, request)
          return redirect(here, { done: 'joining.done.joined-for' })
        },
      }),
    ),
    needingProof(
      routes.form({
        path: `${here}/part`,
        act: 'rights.part-for-somebody',
        who: 'staff',
        body: Type.Object({ kept: idText, person: Type.String({ format: 'uuid' }), reference: CaseNumber }),
        again,
        handle: async request => {
          const { body } = request
          const done = await partFor(parts, officerFor(request, body.reference), body)
          if (done instanceof Refusal) return told(done)
          if (done === 'changed') return fault('conflict')
          if (!('unknown' in done))
            return done.anew.length > 0
              ? anewPage(naming(request), done.anew)
              : redirect(here, { done: 'joining.done.parted' })
          return done.unknown === 'kept' ? nobody('kept', request) : fault('not-found')
        },
      }),
      () => here,
    ),
  ]
}
