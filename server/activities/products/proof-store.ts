/** Proofs of purchase. */
import type { KeptFile } from '../../policy/activity.ts'
import { Sealed, statement } from '../../policy/statement.ts'
import type { ProofType } from './products.ts'
import type { Owner, Provenance } from './store.ts'

export interface ProofRow {
  id: string
  organisation_id: string | null
  name: string
  type: ProofType
  bytes: number
  recorded_at: Date
}

/** What proves the purchase of a product, the oldest first; without the files themselves. */
export const proofs = (registration: string) =>
  statement<'products.view', ProofRow>({
    name: 'products.proofs',
    text: `select id, organisation_id, name, type, bytes, recorded_at from products.proof
            where registration_id = $1 order by recorded_at, id`,
    values: [registration],
    opens: { name: 'products.proof.name' },
  })

/** One file. */
export const proof = (id: string) =>
  statement<'products.view', { content: KeptFile | null; type: ProofType }>({
    name: 'products.proof',
    text: 'select organisation_id, content, type from products.proof where id = $1',
    values: [id],
    opens: { content: 'products.proof.content' },
  })

/** A file as a copy of somebody's data gives it to them. */
const keptAs = ({ name, type, bytes }: { name: string; type: string; bytes: Buffer }): KeptFile => ({
  name,
  type,
  content: bytes.toString('base64'),
})

/** Adds a file to a product that is current; touches nothing where there are as many as there may be. */
export const addProof = (
  owner: Owner,
  registration: string,
  file: { id: string; name: string; bytes: Buffer; type: ProofType },
  most: number,
  from: Provenance,
) =>
  statement<'products.correct'>({
    name: 'products.add-proof',
    text: `insert into products.proof (id, person_id, organisation_id, registration_id, name, content, type, bytes,
             recorded_at, source, policy_version)
           select $1, $2, $3, r.id, $5, $6, $7, $8, $9, $10, $11 from products.registration r
            where r.id = $4 and r.ended_at is null
              and (select count(p.id) from products.proof p where p.registration_id = r.id) < $12`,
    values: [
      file.id,
      owner.person,
      owner.organisation,
      registration,
      new Sealed('products.proof.name', file.name, owner),
      new Sealed('products.proof.content', keptAs(file), owner),
      file.type,
      file.bytes.length,
      from.at,
      from.source,
      from.version,
      most,
    ],
    fields: ['products.proof.name', 'products.proof.content'],
  })

/** Lets one file be added to a product after the other: what was counted stays counted until the end. */
export const takeTurn = (registration: string) =>
  statement<'products.correct'>({
    name: 'products.take-turn',
    text: "select pg_advisory_xact_lock(hashtextextended('products ' || $1, 0))",
    values: [registration],
  })

/** Deletes a file. */
export const removeProof = (id: string, registration: string) =>
  statement<'products.correct'>({
    name: 'products.remove-proof',
    text: 'delete from products.proof where id = $1 and registration_id = $2',
    values: [id, registration],
    fields: ['products.proof.name', 'products.proof.content'],
  })

/** One file that somebody brought, for those who help them. */
export const proofOf = (id: string, person: string) =>
  statement<'products.show-proof', { content: KeptFile | null; type: ProofType }>({
    name: 'products.proof-of',
    text: 'select organisation_id, content, type from products.proof where id = $1 and person_id = $2',
    values: [id, person],
    opens: { content: 'products.proof.content' },
  })
