/** The console's pages about the policy's life. */
import { Type } from 'typebox'
import { fault, redirect, refused, type Route } from '../../base/http/index.ts'
import { needingProof, routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { ChangesParts } from './api.ts'
import { approve, saveDraft, viewDraft, viewDrafts, withdraw } from './drafts.ts'
import { type Asked, draftPage, draftsPage, newDraftPage } from './pages.tsx'
import { momentOfDay, problemOf } from './reading.ts'
import { languages } from '../../policy/document.ts'
import { differing, sourcesOf, textsIn, withFiles } from './sources.ts'

const here = '/console/policy'
const params = Type.Object({ draft: Type.String({ format: 'uuid' }) })
const long = Type.String({ maxLength: 2_000_000, default: '' })
const megabyte = 1024 * 1024

/** Whoever has not read the version in force is led there; every other refusal is said. */
const told = (refusal: Refusal) =>
  refusal.code === 'not-acknowledged' ? redirect('/console/acknowledge') : refused(refusal)

/** List, draft, look, approve, take back. */
export function changesConsole(parts: ChangesParts): Route[] {
  const inForce = () => parts.gate.policy().compiled.loaded
  const newDraft = (request: Asked) => {
    const begun = sourcesOf(inForce())
    return newDraftPage(request, differing(begun, begun), textsIn(begun))
  }
  return [
    routes.page({
      path: here,
      act: 'changes.view',
      who: 'staff',
      render: async request => {
        const drafts = await viewDrafts(parts, request.visitor.actor)
        if (drafts instanceof Refusal) return told(drafts)
        return draftsPage(request, inForce(), drafts, await parts.versions.list())
      },
    }),
    needingProof(
      routes.page({
        path: `${here}/new`,
        act: 'changes.draft',
        who: 'staff',
        render: newDraft,
      }),
    ),
    routes.file({
      path: `${here}/text/:language`,
      act: 'public',
      who: 'anyone',
      params: Type.Object({ language: Type.Enum([...languages]) }),
      type: 'text/markdown; charset=utf-8',
      answer: async ({ params: { language } }) => {
        const text = inForce().texts[language]
        return text ? { content: text.source, download: `${language}.md` } : fault('not-found')
      },
    }),
    needingProof(
      routes.form({
        path: `${here}/new`,
        act: 'changes.draft',
        who: 'staff',
        files: { files: { most: 30, bytes: 2 * megabyte } },
        body: Type.Object({
          yaml: long,
          en: long,
          nl: long,
          fr: long,
          de: long,
          carried: long,
          note: Type.String({ minLength: 1, maxLength: 2000 }),
        }),
        again: newDraft,
        handle: async request => {
          const begun = sourcesOf(inForce())
          const sources = withFiles(request.body, request.files, begun)
          const saved = await saveDraft(parts, request.visitor.actor, sources, request.body.note)
          if (saved instanceof Refusal) return told(saved)
          if ('id' in saved) return redirect(`${here}/drafts/${saved.id}`, { done: 'changes.done.drafted' })
          return newDraftPage(request, differing(sources, begun), textsIn(begun), { note: request.body.note, ...saved })
        },
      }),
    ),
    routes.page({
      path: `${here}/drafts/:draft`,
      act: 'changes.view',
      who: 'staff',
      params,
      render: async request => {
        const seen = await viewDraft(parts, request.visitor.actor, request.params.draft)
        if (seen instanceof Refusal) return told(seen)
        if (!seen) return fault('not-found')
        return draftPage(request, seen, seen.concerned ? await parts.versions.count(seen.concerned) : 0)
      },
    }),
    needingProof(
      routes.form({
        path: `${here}/drafts/:draft/approve`,
        act: 'changes.approve',
        who: 'staff',
        params,
        body: Type.Object({
          hash: Type.String({ maxLength: 64 }),
          effective: Type.String({ maxLength: 10, default: '' }),
        }),
        handle: async request => {
          const { body, visitor, params: at } = request
          const effective = /^\d{4}-\d\d-\d\d$/.test(body.effective) ? momentOfDay(body.effective) : undefined
          const done = await approve(parts, visitor.actor, at.draft, { hash: body.hash, effective })
          if (done instanceof Refusal) return told(done)
          if (done === 'unknown') return fault('not-found')
          if (done !== 'approved') return fault('conflict', { detail: problemOf(request, done).detail })
          return redirect(`${here}/drafts/${at.draft}`, { done: 'changes.done.approved' })
        },
      }),
      ({ params: at }) => `${here}/drafts/${(at as { draft: string }).draft}`,
    ),
    needingProof(
      routes.form({
        path: `${here}/drafts/:draft/withdraw`,
        act: 'changes.withdraw',
        who: 'staff',
        params,
        body: Type.Object({}),
        handle: async request => {
          const done = await withdraw(parts, request.visitor.actor, request.params.draft)
          if (done instanceof Refusal) return told(done)
          if (done === 'over') return fault('conflict', { detail: request.t('changes.fault.over') })
          return redirect(here, { done: 'changes.done.withdrawn' })
        },
      }),
      ({ params: at }) => `${here}/drafts/${(at as { draft: string }).draft}`,
    ),
  ]
}
