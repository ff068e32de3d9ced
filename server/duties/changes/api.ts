/** Drafts of the policy over JSON, for colleagues who answer for it; versions and what they changed, for everybody. */
import { Type } from 'typebox'
import { fault, invalid, problem, refused, reply, type Language, type Route } from '../../base/http/index.ts'
import { needingProof, routes } from '../../people/index.ts'
import { diffPolicies, type PolicyDiff } from '../../policy/diff.ts'
import type { Finding, LoadedPolicy } from '../../policy/document.ts'
import { concernedBy } from '../../policy/life.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Versions } from '../../policy/versions.ts'
import { changeAnswer } from '../../ui/change-answers.ts'
import type { Words } from '../../ui/index.ts'
import { approve, type DraftParts, saveDraft, stateOf, viewDraft, viewDrafts, withdraw } from './drafts.ts'
import { faultWords, momentOfDay, problemOf } from './reading.ts'
import type { DraftHead } from './store.ts'

export type ChangesParts = DraftParts & { versions: Versions }

const moment = Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])
const words = (most: number) => Type.String({ maxLength: most })
const finding = Type.Object({
  level: Type.Enum(['error', 'warning'] as const),
  code: Type.String(),
  file: Type.String(),
  line: Type.Integer(),
  message: Type.String(),
  mend: Type.String(),
})
const change = Type.Object({
  path: Type.String(),
  effect: Type.Enum(['widened', 'narrowed', 'neutral'] as const),
  code: Type.String(),
  about: orNull(Type.String({ description: 'what of the policy it is about, in your language, as are all sentences' })),
  says: Type.String(),
  concerns: Type.String(),
  purposes: Type.Array(Type.String({ description: 'none: it concerns everybody' })),
  bases: Type.Array(Type.String()),
  means: Type.Array(Type.Object({ code: Type.String(), says: Type.String() }), {
    description: 'what follows before it binds: consent, object, told, record, none',
  }),
})
const concerned = Type.Object({
  relations: Type.Array(Type.String({ description: 'everybody of this relation' })),
  agreed: Type.Array(
    Type.Object({ purpose: Type.String(), relations: Type.Array(Type.String()) }, { description: 'who agreed to it' }),
  ),
})
const head = {
  draft: Type.String({ format: 'uuid' }),
  version: Type.Integer(),
  hash: Type.String(),
  note: Type.String(),
  state: Type.Enum(['open', 'waits', 'published', 'withdrawn', 'ended'] as const),
  draftedAs: orNull(Type.String({ description: 'role; null: the operator, by a command' })),
  draftedAt: moment,
  yours: Type.Boolean({ description: 'you drafted it, so somebody else approves it' }),
  approvedAs: orNull(Type.String()),
  approvedAt: orNull(moment),
  effectiveAt: orNull(moment),
  ended: orNull(Type.String({ description: 'why it can be published no more' })),
}
const headOf = (one: DraftHead, person: string) => ({
  draft: one.id,
  version: one.number,
  hash: one.hash,
  note: one.note,
  state: stateOf(one),
  draftedAs: one.way === 'command' ? null : one.drafted_as,
  draftedAt: one.drafted_at.toISOString(),
  yours: one.drafted_by === person,
  approvedAs: one.approved_as,
  approvedAt: one.approved_at?.toISOString() ?? null,
  effectiveAt: one.effective_at?.toISOString() ?? null,
  ended: one.ended_why,
})
const shown = ({ level, code, file, line, message, mend }: Finding) => ({ level, code, file, line, message, mend })
const params = Type.Object({ draft: Type.String({ format: 'uuid' }) })
const number = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const changesOf = (
  { meaning }: Pick<PolicyDiff, 'meaning'>,
  { t, say, hasText, formats, language }: Words & { language: Language },
  { before, after }: { before: LoadedPolicy; after: LoadedPolicy },
) => {
  const reader = { t, say, hasText, formats, language, policy: after.policy, before: before.policy }
  return meaning.map(one => changeAnswer(one, reader))
}
const concernedOf = (one: ReturnType<typeof concernedBy>) => ({
  relations: [...one.relations],
  agreed: one.agreed.map(({ purpose, relations }) => ({ purpose, relations: [...relations] })),
})

/** The calls. */
export function changesApi(parts: ChangesParts): Route[] {
  const here = '/api/console/policy/drafts'
  return [
    routes.api({
      method: 'GET',
      path: here,
      name: 'changes.drafts',
      act: 'changes.view',
      who: 'staff',
      summary: 'Drafts of the policy, the newest first.',
      response: Type.Object({ drafts: Type.Array(Type.Object(head)) }),
      handle: async ({ visitor }) => {
        const drafts = await viewDrafts(parts, visitor.actor)
        if (drafts instanceof Refusal) return refused(drafts)
        return reply({ drafts: drafts.map(one => headOf(one, visitor.actor.person)) })
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: here,
        name: 'changes.draft',
        statuses: [201],
        act: 'changes.draft',
        who: 'staff',
        summary: 'Save a draft without errors; somebody else approves it.',
        bodyLimit: 8 * 1024 * 1024,
        body: Type.Object({
          yaml: Type.String({ minLength: 1, maxLength: 2_000_000, description: 'the policy file' }),
          texts: Type.Record(words(10), words(2_000_000), { description: 'language → Markdown' }),
          assessments: Type.Record(words(200), words(2_000_000), { default: {}, description: 'file name → text' }),
          note: Type.String({ minLength: 1, maxLength: 2000, description: 'what changes and why' }),
        }),
        response: Type.Object({ draft: Type.String({ format: 'uuid' }), findings: Type.Array(finding) }),
        problems: { 'draft-taken': 409 },
        handle: async ({ body, visitor, t }) => {
          const { yaml, texts, assessments, note } = body
          const saved = await saveDraft(parts, visitor.actor, { yaml, texts, assessments }, note)
          if (saved instanceof Refusal) return refused(saved)
          if ('wrong' in saved)
            return invalid(
              ...saved.wrong
                .filter(({ level }) => level === 'error')
                .map(one => ({ field: 'yaml', message: faultWords(t, one) })),
            )
          if ('taken' in saved) return problem('draft-taken', t('changes.fault.taken', { version: saved.taken }))
          return reply({ draft: saved.id, findings: saved.findings.map(shown) }, { status: 201 })
        },
      }),
    ),
    routes.api({
      method: 'GET',
      path: `${here}/:draft`,
      name: 'changes.one-draft',
      act: 'changes.view',
      who: 'staff',
      summary: 'A draft: its words, what is wrong with it, what it changes, and how many people that concerns.',
      params,
      response: Type.Object({
        ...head,
        yaml: Type.String(),
        texts: Type.Record(Type.String(), Type.String()),
        assessments: Type.Record(Type.String(), Type.String()),
        findings: Type.Array(finding),
        material: Type.Boolean(),
        changes: Type.Array(change),
        askAgain: Type.Array(Type.String()),
        concerned,
        people: Type.Integer({ description: 'whom it concerns, in numbers' }),
        earliest: moment,
      }),
      handle: async request => {
        const { visitor, params: at } = request
        const seen = await viewDraft(parts, visitor.actor, at.draft)
        if (seen instanceof Refusal) return refused(seen)
        if (!seen) return fault('not-found')
        const whom = seen.concerned ?? { relations: [], agreed: [] }
        return reply({
          ...headOf(seen.head, visitor.actor.person),
          yaml: seen.head.source,
          texts: seen.head.texts,
          assessments: seen.head.assessments,
          findings: seen.findings.map(shown),
          material: seen.diff?.material ?? false,
          changes:
            seen.diff && seen.before ? changesOf(seen.diff, request, { before: seen.before, after: seen.loaded }) : [],
          askAgain: [...(seen.diff?.askAgain ?? [])],
          concerned: concernedOf(whom),
          people: await parts.versions.count(whom),
          earliest: seen.earliest.toISOString(),
        })
      },
    }),
    needingProof(
      routes.api({
        method: 'POST',
        path: `${here}/:draft/approve`,
        name: 'changes.approve',
        act: 'changes.approve',
        who: 'staff',
        summary: 'Approve what somebody else drafted, for a day. It is published within seconds.',
        params,
        body: Type.Object({
          hash: Type.String({ maxLength: 64, description: 'of the words that you read' }),
          effective: Type.Optional(Type.String({ format: 'date', description: 'default: as early as it may be' })),
        }),
        response: Type.Object({ approved: Type.Boolean() }),
        problems: {
          'draft-own': 409,
          'draft-changed': 409,
          'draft-over': 409,
          'draft-another': 409,
          'draft-wrong': 409,
          'draft-early': 409,
        },
        handle: async request => {
          const { body, visitor, params: at } = request
          const wanted = { hash: body.hash, effective: momentOfDay(body.effective) }
          const done = await approve(parts, visitor.actor, at.draft, wanted)
          if (done instanceof Refusal) return refused(done)
          if (done === 'unknown') return fault('not-found')
          if (done === 'approved') return reply({ approved: true })
          const { code, detail } = problemOf(request, done)
          return problem(code, detail)
        },
      }),
    ),
    needingProof(
      routes.api({
        method: 'DELETE',
        path: `${here}/:draft`,
        name: 'changes.withdraw',
        act: 'changes.withdraw',
        who: 'staff',
        summary: 'Take a draft back, approved or not, as long as it is not published.',
        params,
        response: Type.Object({ withdrawn: Type.Boolean() }),
        problems: { 'draft-over': 409 },
        handle: async ({ visitor, params: at, t }) => {
          const done = await withdraw(parts, visitor.actor, at.draft)
          if (done instanceof Refusal) return refused(done)
          return done === 'over' ? problem('draft-over', t('changes.fault.over')) : reply({ withdrawn: true })
        },
      }),
    ),
    ...publicCalls(parts),
  ]
}

function publicCalls({ versions }: Pick<ChangesParts, 'versions'>): Route[] {
  return [
    routes.api({
      method: 'GET',
      path: '/api/policy/versions',
      name: 'policy.versions',
      act: 'public',
      who: 'anyone',
      summary: 'Every version of the policy that was published, the newest first, with how that came.',
      response: Type.Object({
        versions: Type.Array(
          Type.Object({
            version: Type.Integer(),
            hash: Type.String(),
            state: Type.Enum(['past', 'in-force', 'coming', 'never'] as const),
            published: moment,
            effective: moment,
            until: orNull(moment),
            material: orNull(Type.Boolean({ description: 'it gives more than the one before' })),
            approvedAs: orNull(Type.String({ description: 'role of the second person' })),
            operatorsDraft: Type.Boolean({ description: 'what they approved came by a command of the operator' }),
            aloneBecause: orNull(Type.String({ description: 'why the operator published it without one' })),
            told: orNull(Type.String({ format: 'date-time', description: 'when everybody concerned had a letter' })),
          }),
        ),
      }),
      handle: async () =>
        reply({
          versions: (await versions.list()).map(one => ({
            version: one.number,
            hash: one.hash,
            state: one.state,
            published: one.publishedAt.toISOString(),
            effective: one.effectiveAt.toISOString(),
            until: one.until?.toISOString() ?? null,
            material: one.material,
            approvedAs: one.approvedAs,
            operatorsDraft: one.isOperatorsDraft,
            aloneBecause: one.aloneBecause,
            told: one.toldAt?.toISOString() ?? null,
          })),
        }),
    }),
    routes.api({
      method: 'GET',
      path: '/api/policy/diff/:from/:to',
      name: 'policy.difference',
      act: 'public',
      who: 'anyone',
      summary: 'What one version changed against an earlier one, in meaning, and whom that concerns.',
      params: Type.Object({ from: number, to: number }),
      response: Type.Object({
        from: Type.Integer(),
        to: Type.Integer(),
        material: Type.Boolean(),
        changes: Type.Array(change),
        askAgain: Type.Array(Type.String()),
        concerned,
      }),
      handle: async request => {
        const { from, to } = request.params
        const [a, b] = await Promise.all([versions.read(from), versions.read(to)])
        if (!a || !b) return fault('not-found')
        const diff = diffPolicies(a, b)
        return reply({
          from,
          to,
          material: diff.material,
          changes: changesOf(diff, request, { before: a, after: b }),
          askAgain: [...diff.askAgain],
          concerned: concernedOf(concernedBy(diff, a, b)),
        })
      },
    }),
  ]
}
