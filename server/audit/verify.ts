/** Verifying: recomputes the chain of seals from the lines. Needs no secret, only the public key. */
import { createPublicKey, verify as verifySignature } from 'node:crypto'
import type { Query, Row } from '../base/batch.ts'
import { type Client, inTransaction } from '../base/client.ts'
import { firstHead, headAfter, type Seal, type SealedLine, signedText } from './chain.ts'
import { idOf, type WrittenForm } from './form-text.ts'
import * as store from './seal-store.ts'

const page = 5_000

/** Why a chain is broken. */
export type Fault =
  /** A seal before this one is gone. */
  | 'seal-missing'
  /** The seal was not signed with the key, or was changed since. */
  | 'signature'
  /** Lines were added or are gone. */
  | 'number-of-lines'
  /** A line, its form or the order of lines was changed. */
  | 'lines'
  /** Seals are gone from the end: more lines were counted than are sealed. */
  | 'seals-cut'
  /** A seal that somebody kept a copy of is not there. */
  | 'not-as-kept'

export type Verdict =
  | {
      unbroken: true
      seals: number
      lines: number
      /** Lines that no seal closes yet. */
      unsealed: number
      head: string
    }
  | {
      unbroken: false
      fault: Fault
      /** The first seal that does not hold. */
      position: number
      /** Ids of the lines that it closes: after the one, until the other. */
      after: string
      until: string
    }

export interface VerifyOptions {
  /** A seal that was noted down elsewhere: who owns the database cannot have changed that. */
  kept?: { position: number; head: string }
  /** Lines sealed before this have been deleted, as the policy says; their seals still stand. */
  linesSince?: Date
}

/**
 * Recomputes all.
 * @param client whoever may read lines, forms, seals and tally: the owner, or the seal login
 * @param publicKey SPKI, PEM
 * @returns that all is unbroken, or the first place where it is not
 */
export async function verify(client: Client, publicKey: string, options: VerifyOptions = {}): Promise<Verdict> {
  const key = createPublicKey(publicKey)
  return inTransaction(
    client,
    async () => {
      const reader = readerOf(client)
      let before: Seal = { position: 0, untilId: '0', lines: 0, head: firstHead, at: new Date(0) }
      let lines = 0
      for (;;) {
        const seals = (await ask(client, store.sealsAfter(before.position, page))).map(store.toSeal)
        for (const seal of seals) {
          const broken = (fault: Fault): Verdict => ({
            unbroken: false,
            fault,
            position: before.position + 1,
            after: before.untilId,
            until: seal.untilId,
          })
          if (seal.position !== before.position + 1) return broken('seal-missing')
          if (!verifySignature(null, signedText(seal), key, seal.signature)) return broken('signature')
          if (options.kept?.position === seal.position && options.kept.head !== seal.head.toString('hex'))
            return broken('not-as-kept')
          const closed = await reader.until(seal.untilId)
          const deleted = closed.length === 0 && options.linesSince && seal.at < options.linesSince
          if (!deleted) {
            if (closed.length !== seal.lines) return broken('number-of-lines')
            if (!headAfter(before.head, closed).equals(seal.head)) return broken('lines')
          }
          lines += seal.lines
          before = seal
        }
        if (seals.length < page) break
      }
      const end = { position: before.position + 1, after: before.untilId, until: before.untilId }
      if (options.kept && options.kept.position > before.position)
        return { unbroken: false, fault: 'not-as-kept', ...end }
      const [tally] = await ask(client, store.tallied)
      if (Number(tally!['lines']) !== lines) return { unbroken: false, fault: 'seals-cut', ...end }
      const [open] = await ask(client, store.linesAfter(before.untilId))
      const unsealed = Number(open!['lines'])
      return { unbroken: true, seals: before.position, lines, unsealed, head: before.head.toString('hex') }
    },
    'begin isolation level repeatable read read only',
  )
}

const ask = async (client: Client, query: Query): Promise<Row[]> =>
  (await client.query<Row>(query.text, [...query.values])).rows

/** Lines in order, read in pages and handed out seal by seal. */
function readerOf(client: Client) {
  const forms = new Map<string, WrittenForm>()
  let held: SealedLine[] = []
  let after = '-9223372036854775808'
  let ended = false

  async function more(): Promise<void> {
    const rows = await ask(client, store.linesBetween(after, '9223372036854775807', page))
    ended = rows.length < page
    const unknown = [...new Set(rows.map(row => row['form'] as string))].filter(id => !forms.has(id))
    for (const row of unknown.length > 0 ? await ask(client, store.formsOf(unknown)) : []) {
      const form = store.toForm(row)
      // A form that does not say what its id stands for is another form: its lines will not fit.
      if (idOf(form) === row['id']) forms.set(idOf(form), form)
    }
    for (const row of rows) {
      held.push(store.toLine(row, forms.get(row['form'] as string) ?? unreadable))
      after = row['id'] as string
    }
  }

  return {
    async until(id: string): Promise<SealedLine[]> {
      while (!ended && BigInt(after) < BigInt(id)) await more()
      const end = held.findIndex(line => BigInt(line.id) > BigInt(id))
      const closed = end < 0 ? held : held.slice(0, end)
      held = end < 0 ? [] : held.slice(end)
      return closed
    },
  }
}

const unreadable: WrittenForm = {
  writer: '',
  act: '',
  purpose: '',
  clause: '',
  version: 0,
  by: 'system',
  part: '',
  fields: [],
  outcome: '',
}
