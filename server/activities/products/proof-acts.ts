/** Proofs of purchase: added, shown to their owner as a download, deleted. */
import type { UploadedFile } from '../../base/http/index.ts'
import { newId } from '../../base/ids.ts'
import { provenance } from '../../people/index.ts'
import type { KeptFile } from '../../policy/activity.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Actor } from '../../policy/request.ts'
import { Untouched } from '../../policy/statement.ts'
import { viewProduct } from './acts.ts'
import type { ProductParts, Self } from './parts.ts'
import { mostProofBytes, mostProofs, proofType, type ProofType } from './products.ts'
import * as store from './proof-store.ts'

export interface ProofFile {
  name: string
  bytes: Buffer
  type: ProofType
}

/** `type`: a file that is none of those that we take, whatever it is called. `many`: there would be too many. */
export type Adding = { done: string[] } | 'unknown' | 'ended' | 'type' | 'large' | 'many' | Refusal

/** A name as it can be kept: no path, no control characters, not too long, and it ends as what it is. */
export function proofName(name: string, type: ProofType): string {
  const ending = { 'application/pdf': '.pdf', 'image/jpeg': '.jpg', 'image/png': '.png' }[type]
  const stem = name
    .normalize('NFC')
    .replace(/^.*[/\\]/, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
    .slice(0, 80)
  return `${stem || 'proof'}${ending}`
}

/** Adds files to a product. All or none of them. */
export async function addProofs(
  parts: ProductParts,
  actor: Self,
  registration: string,
  files: readonly Pick<UploadedFile, 'name' | 'bytes'>[],
): Promise<Adding> {
  const shown = await viewProduct(parts, actor, registration)
  if (shown instanceof Refusal) return shown
  if (!shown) return 'unknown'
  if (shown.product.ended_at) return 'ended'
  const judged: (ProofFile & { id: string })[] = []
  for (const { name, bytes } of files) {
    const type = proofType(bytes)
    if (!type) return 'type'
    if (bytes.length > mostProofBytes) return 'large'
    judged.push({ id: newId(), name: proofName(name, type), bytes, type })
  }
  if (shown.proofs.length + judged.length > mostProofs) return 'many'
  const from = provenance(parts, 'web')
  const added = judged.map(
    file => [file.id, store.addProof(shown.owner, registration, file, mostProofs, from)] as const,
  )
  try {
    const written = await parts.gate.write(
      { act: 'products.correct', actor, subject: { person: actor.person } },
      { turn: store.takeTurn(registration), ...Object.fromEntries(added) },
    )
    return written instanceof Refusal ? written : { done: judged.map(({ id }) => id) }
  } catch (error) {
    if (error instanceof Untouched) return 'many'
    throw error
  }
}

/** A file, for the owner. @returns undefined where the customer sees no such file of that product */
export async function openProof(
  parts: ProductParts,
  actor: Self,
  registration: string,
  id: string,
): Promise<ProofFile | undefined | Refusal> {
  const asked = { act: 'products.view', actor, subject: { person: actor.person } } as const
  const there = await parts.gate.read(asked, { proofs: store.proofs(registration) })
  if (there instanceof Refusal) return there
  if (!there.proofs.some(one => one.id === id)) return undefined
  const read = await parts.gate.read(asked, { file: store.proof(id) })
  return read instanceof Refusal ? read : fileFrom(read.file[0])
}

/** The same for a colleague who helps its owner: for support, and each look leaves a line. */
export async function showProof(
  parts: ProductParts,
  actor: Actor & { kind: 'staff' },
  person: string,
  id: string,
  reference: string | undefined,
): Promise<ProofFile | undefined | Refusal> {
  const read = await parts.gate.read(
    { act: 'products.show-proof', actor, subject: { person }, reference },
    { file: store.proofOf(id, person) },
  )
  return read instanceof Refusal ? read : fileFrom(read.file[0])
}

const fileFrom = (row: { content: KeptFile | null; type: ProofType } | undefined): ProofFile | undefined =>
  row?.content
    ? { name: row.content.name, bytes: Buffer.from(row.content.content, 'base64'), type: row.type }
    : undefined

/** Deletes a file at once. */
export async function removeProof(
  parts: ProductParts,
  actor: Self,
  registration: string,
  id: string,
): Promise<'done' | 'unknown' | Refusal> {
  try {
    const written = await parts.gate.write(
      { act: 'products.correct', actor, subject: { person: actor.person } },
      { file: store.removeProof(id, registration) },
    )
    return written instanceof Refusal ? written : 'done'
  } catch (error) {
    if (error instanceof Untouched) return 'unknown'
    throw error
  }
}
