/** The customer's page: one form to give and to take back, with a history under it. */
import { Type, type Static } from 'typebox'
import { fault, invalid, redirect, refused, type FieldFault, type Page, type Route } from '../base/http/index.ts'
import { routes } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { everyAsk } from './ahead.ts'
import { type Said, unsayable } from './consent.ts'
import { boxOf, changesIn, sayingOf } from './form.ts'
import { chooseInterests, newsPurpose, viewInterests } from './interests.ts'
import { consentsPage, type PageData } from './page.tsx'
import * as acts from './say.ts'
import { consentsLink, type Asked } from './words.tsx'

/** Lines of the history on a page. */
export const historySize = 25

const path = '/:lang/privacy-centre/consents'
const who = 'customer'
const purposes = Type.Array(Type.String({ maxLength: 140 }), { maxItems: 500, default: [] })
const formBody = Type.Object({
  version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  shown: purposes,
  agree: purposes,
  object: purposes,
  renew: purposes,
  interest: purposes,
  /** Whether the form had subjects to tick. */
  interests: Type.Optional(Type.Literal('shown')),
})

/** Of the form: changes when what it shows does. */
const layout = 'consents/3'

/** The page and its three forms: save, stop everything, take back the last change. */
export function portalRoutes(parts: acts.ConsentParts): Route[] {
  async function wholePage(request: Asked, given: Partial<PageData> & { at?: number } = {}): Promise<Page | Refusal> {
    const { at: wanted = 1, ...rest } = given
    const { actor } = request.visitor
    const seen = await acts.viewConsents(parts, actor)
    if (seen instanceof Refusal) return seen
    let at = wanted
    let lines = await acts.viewHistory(parts, actor, at, historySize)
    if (lines instanceof Refusal) return lines
    const pages = Math.ceil(lines.total / historySize)
    if (at > pages && pages > 0) {
      at = pages
      lines = await acts.viewHistory(parts, actor, at, historySize)
      if (lines instanceof Refusal) return lines
    }
    const history = { ...lines, page: at, pages }
    return consentsPage(request, { seen, history, interests: await viewInterests(parts, actor), ...rest })
  }

  const again = async (request: Asked): Promise<Page> => {
    const page = await wholePage(request)
    // The policy in force does not allow it any more: the privacy centre says what there is.
    return page instanceof Refusal ? { title: request.t('consent.title'), body: request.t('consent.withheld') } : page
  }

  /** Where a form leads that said something, or nothing. */
  function after(request: Asked, said: acts.SaidNow | acts.Unsaid | Refusal, what: 'saved' | 'stopped' | 'undone') {
    if (said instanceof Refusal) return refused(said)
    if ('why' in said) return fault('conflict', { detail: request.t(`consent.fault.${said.why}`) })
    const here = consentsLink(request.language)
    if (said.at === undefined) return redirect(here, { done: 'consent.done.nothing' })
    const has = (one: Said) => said.said.some(line => line.said === one)
    const done =
      what === 'stopped' && has('object') ? 'stopped-objected' : what === 'undone' && has('agree') ? 'undone-yes' : what
    return redirect(what === 'undone' ? here : `${here}?undo=${said.at.getTime()}`, { done: `consent.done.${done}` })
  }

  /** Where changes are made on these pages. */
  const where = ({ language }: Asked, place: string): acts.Where => ({ language, place, layout })

  return [
    routes.page({
      path,
      act: 'consent.view',
      who,
      query: Type.Object({
        undo: Type.Optional(Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 })),
        page: Type.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
      }),
      render: async request => {
        const { undo, page: at } = request.query
        const page = await wholePage(request, { undo, at })
        return page instanceof Refusal ? refused(page) : page
      },
    }),
    routes.form({
      path,
      act: 'consent.say',
      who,
      body: formBody,
      again,
      handle: async request => {
        const { body, visitor } = request
        const seen = await acts.viewConsents(parts, visitor.actor)
        if (seen instanceof Refusal) return refused(seen)
        const changes = changesIn(everyAsk(seen), body)
        // A yes is a yes to the words that were shown. A no needs no words, and is never kept waiting.
        const isOvertaken = body.version !== seen.inForce.compiled.loaded.policy.policy.version
        const held = isOvertaken ? undefined : await viewInterests(parts, visitor.actor)
        const faults = isOvertaken
          ? []
          : [...faultsIn(seen, body, request), ...idleInterests(seen, body, held, request)]
        const place = where(request, 'consents')
        if (faults.length > 0) {
          const noes = changes.filter(({ said }) => said === 'withdraw' || said === 'object')
          const done = await acts.sayWhatCan(parts, visitor.actor, noes, place)
          return done instanceof Refusal ? refused(done) : invalid(...faults)
        }
        const all = isOvertaken
          ? ({ why: 'overtaken' } as const)
          : await acts.sayAll(parts, visitor.actor, changes, { ...place, shown: body.version })
        if (all instanceof Refusal) return refused(all)
        if (!('why' in all)) {
          const news = wantsNews(seen, body)
          const chosen = body.interests && news ? await chooseInterests(parts, visitor.actor, body.interest) : 'done'
          if (chosen instanceof Refusal) return refused(chosen)
          const isOther = body.interests && news && !sameOnes(body.interest, held ?? [])
          if (chosen === 'done' && isOther && all.at === undefined)
            return redirect(consentsLink(request.language), { done: 'consent.done.saved' })
          return after(request, all, 'saved')
        }
        const rest = changes.filter(({ said }) => said !== 'agree')
        const done = await acts.sayWhatCan(parts, visitor.actor, rest, place)
        if (done instanceof Refusal || rest.length === changes.length) return after(request, done, 'saved')
        const page = await wholePage(request, { overtaken: true, undo: done.at?.getTime() })
        return page instanceof Refusal ? refused(page) : page
      },
    }),
    routes.form({
      path: `${path}/stop`,
      act: 'consent.say',
      who,
      body: Type.Object({}),
      again,
      handle: async request =>
        after(request, await acts.stopAll(parts, request.visitor.actor, where(request, 'stop')), 'stopped'),
    }),
    routes.form({
      path: `${path}/undo`,
      act: 'consent.say',
      who,
      body: Type.Object({ at: Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 }) }),
      again,
      handle: async request => {
        const done = await acts.undo(parts, request.visitor.actor, request.body.at, where(request, 'undo'))
        return after(request, done ?? { at: undefined, said: [] }, 'undone')
      },
    }),
  ]
}

type Form = Static<typeof formBody>

const sameOnes = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every(one => b.includes(one))

/** Whether something is ticked that subjects would serve. */
const wantsNews = ({ asks }: acts.Consents, { agree }: Form): boolean =>
  asks.some(
    ({ purpose, choices }) =>
      purpose === newsPurpose &&
      [purpose, ...choices.map(one => boxOf(purpose, one.choice))].some(box => agree.includes(box)),
  )

/** Subjects without anything to hear about them; who unticks the last of it lets the subjects go. */
function idleInterests(
  seen: acts.Consents,
  body: Form,
  held: readonly string[] | undefined,
  { t }: Pick<Asked, 't'>,
): FieldFault[] {
  const isIdle = body.interest.length > 0 && held?.length === 0 && !wantsNews(seen, body)
  return isIdle ? [{ field: 'agree', message: t('consent.fault.interests') }] : []
}

/** What cannot be said of what was ticked: only a form that was not ours sends it, or one that the policy has overtaken. */
function faultsIn(seen: acts.Consents, body: Form, { t }: Pick<Asked, 't'>): FieldFault[] {
  const said = (field: 'agree' | 'object'): FieldFault[] => {
    const { policy } = seen.inForce.compiled.loaded
    const ticked = body[field].filter(purpose => !body.shown.includes(purpose))
    const why = ticked.map(box => unsayable(everyAsk(seen), policy, sayingOf(box, field))).find(Boolean)
    return why ? [{ field, message: t(`consent.fault.${why}`) }] : []
  }
  return [...said('agree'), ...said('object')]
}
