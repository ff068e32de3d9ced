/**
 * Standing as the database keeps it on the person row, read by the gate's own login. Row policies have judged already;
 * this is for saying why, when they showed nothing.
 */
import type { Row } from '../base/batch.ts'
import type { Connections } from '../base/connections.ts'
import { decide, type Standing } from './decide.ts'
import type { Relation } from './document.ts'
import { standingOf as standingQuery } from './gate-sql.ts'
import type { InForce } from './in-force.ts'
import type { RefusalCode } from './refusal.ts'
import { partyOf, type Request } from './request.ts'

function standingOf(row: Row, { slots, categories }: InForce): Standing {
  const bit = (bits: unknown, purpose: string, kind: 'agree' | 'object'): boolean => {
    const slot = slots.get(purpose)
    return slot?.kind === kind && ((BigInt(bits as string) >> BigInt(slot.bit)) & 1n) === 1n
  }
  return {
    region: row['region'] as string,
    relation: row['relation'] as Relation,
    restricted: row['restricted'] as boolean,
    restrictedIn: category => {
      const place = categories.get(category)
      return place !== undefined && ((BigInt(row['restricted_in'] as string) >> BigInt(place)) & 1n) === 1n
    },
    agreed: purpose => bit(row['agreed'], purpose, 'agree'),
    objected: purpose => bit(row['objected'], purpose, 'object'),
  }
}

/**
 * Why a login sees nothing of a person.
 * @param role the gate's login
 * @returns undefined if nothing stands against it: there simply are no such rows
 */
export async function explain(
  connections: Connections,
  role: string,
  inForce: InForce,
  request: Request<string>,
  person: string,
): Promise<RefusalCode | undefined> {
  const [answer] = await connections.run({ role }, [standingQuery(person)])
  const row = answer!.rows[0]
  if (!row) return 'erased'
  const decision = decide(inForce.compiled, request.act, partyOf(request), standingOf(row, inForce))
  return decision.yes ? undefined : decision.reason
}
