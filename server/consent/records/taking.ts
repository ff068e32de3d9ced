/** Receipts that somebody takes away: of one thing that they said, or of all. */
import type { Connections } from '../../base/connections.ts'
import type { Vault } from '../../base/vault.ts'
import type { LoadedPolicy } from '../../policy/document.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Self } from '../../policy/request.ts'
import { createVersions } from '../../policy/versions.ts'
import type { ConsentParts } from '../say.ts'
import { receiptOf } from './record.ts'
import { receiptKey, type ReceiptKey, type SignedReceipt } from './signing.ts'
import * as store from './store.ts'

export interface ReceiptParts extends ConsentParts {
  vault: Vault
  publicUrl: string
  connections: Connections
  login(name: 'gate'): string
}

/** Receipts in one file. */
export const receiptsInFile = 200

/** A file of them. */
export interface ReceiptFile {
  receipts: SignedReceipt[]
  /** How many there are in all, and which part this is. */
  total: number
  page: number
  pages: number
}

export interface Receipts {
  /** @returns undefined where there is no such line of theirs */
  one(actor: Self, id: string): Promise<SignedReceipt | undefined | Refusal>
  /** @param page from 1, the newest first */
  all(actor: Self, page: number): Promise<ReceiptFile | Refusal>
  /** What verifies them. */
  jwks(): Promise<ReceiptKey['jwks']>
}

/** Makes receipts of what stands in the history, with the words of the version that was shown. */
export function createReceipts({ gate, clock, vault, publicUrl, connections, login }: ReceiptParts): Receipts {
  const versions = createVersions(connections, login('gate'))
  let key: Promise<ReceiptKey> | undefined
  const ownKey = () => (key ??= receiptKey(vault))

  async function sign(person: string, rows: readonly store.EventRow[]): Promise<SignedReceipt[]> {
    const [{ sign: signed }, read] = [await ownKey(), new Map<number, LoadedPolicy>()]
    const receipts: SignedReceipt[] = []
    for (const row of rows) {
      const loaded = read.get(row.policy_version) ?? (await versions.read(row.policy_version))
      if (!loaded)
        throw new Error(`Version ${row.policy_version} of the policy, which somebody answered, is not there.`)
      read.set(row.policy_version, loaded)
      const event = { ...row, person, at: row.recorded_at, version: row.policy_version }
      receipts.push(await signed(receiptOf(event, { loaded, publicUrl, issued: clock.now() })))
    }
    return receipts
  }

  const asked = (actor: Self) => ({ act: 'consent.take-receipt', actor, subject: { person: actor.person } }) as const

  return {
    jwks: async () => (await ownKey()).jwks,
    async one(actor, id) {
      const read = await gate.read(asked(actor), { event: store.event(actor.person, id) })
      if (read instanceof Refusal) return read
      return (await sign(actor.person, read.event))[0]
    },
    async all(actor, page) {
      const { person } = actor
      const read = await gate.read(asked(actor), {
        events: store.events(person, receiptsInFile, (page - 1) * receiptsInFile),
        length: store.length(person),
      })
      if (read instanceof Refusal) return read
      const total = read.length[0]?.lines ?? 0
      const pages = Math.max(1, Math.ceil(total / receiptsInFile))
      return { receipts: await sign(person, read.events), total, page, pages }
    },
  }
}
