/** A profile as the JSON calls answer it. */
import { Type, type Static } from 'typebox'
import type { Datum } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Profile } from './acts.ts'
import type { Address, Phone } from './contact/index.ts'
import type { Line, LineWithHistory } from './profile.ts'

const moment = Type.String({ format: 'date-time' })
const origin = { since: moment, source: Type.String(), policyVersion: Type.Integer() }

const phone = Type.Object({
  number: Type.String({ description: 'E.164' }),
  country: Type.Optional(Type.String({ description: 'ISO 3166-1 alpha-2' })),
  extension: Type.Optional(Type.String()),
})
const address = Type.Object({
  street: Type.String(),
  postcode: Type.Optional(Type.String()),
  city: Type.String(),
  country: Type.String({ description: 'ISO 3166-1 alpha-2' }),
})
const text = Type.Object({
  id: Type.String(),
  value: Type.String(),
  ...origin,
  earlier: Type.Array(Type.Object({ value: Type.String(), ...origin, until: moment })),
})
const phoneLine = Type.Object({
  id: Type.String(),
  phone,
  ...origin,
  earlier: Type.Array(Type.Object({ id: Type.String(), phone, ...origin, until: moment })),
})
const addressLine = Type.Object({
  id: Type.String(),
  address,
  ...origin,
  earlier: Type.Array(Type.Object({ id: Type.String(), address, ...origin, until: moment })),
})

/** What `GET /api/profile` answers. A part that the policy in force does not allow is absent, and named in `withheld`. */
export const profileSchema = Type.Object({
  account: Type.Optional(Type.Object({ id: Type.String(), ...origin })),
  name: Type.Optional(text),
  language: Type.Optional(text),
  phones: Type.Optional(Type.Array(phoneLine)),
  addresses: Type.Optional(Type.Array(addressLine)),
  organisations: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String(),
        country: Type.String(),
        role: Type.String(),
        left: Type.Optional(moment),
        ...origin,
      }),
    ),
  ),
  withheld: Type.Array(
    Type.Object({
      part: Type.String(),
      code: Type.String(),
      act: Type.String(),
      clause: Type.Optional(Type.String()),
      policyVersion: Type.Integer(),
    }),
  ),
})

interface Origin {
  at: Date
  source: string
  version: number
}
const from = ({ at, source, version }: Origin) => ({ since: at.toISOString(), source, policyVersion: version })
const until = ({ replacedAt }: { replacedAt: Date | null }) => ({ until: (replacedAt ?? new Date(0)).toISOString() })

function textOf([now, ...former]: readonly Datum<string>[]): Static<typeof text> | undefined {
  if (!now) return undefined
  const earlier = former.map(one => ({ value: one.value, ...from(one), ...until(one) }))
  return { id: now.id, value: now.value, ...from(now), earlier }
}

const phoneOf = (line: Line) => ({ id: line.id, phone: line.contact.value as Phone, ...from(line) })
const addressOf = (line: Line) => ({ id: line.id, address: line.contact.value as Address, ...from(line) })
const withHistory = <One extends object>(line: LineWithHistory, of: (line: Line) => One) => ({
  ...of(line),
  earlier: line.earlier.map(one => ({ ...of(one), ...until(one) })),
})

/** A profile in that shape. */
export function profileAnswer({ names, languages, organisations, reach }: Profile): Static<typeof profileSchema> {
  const answer: Static<typeof profileSchema> = { withheld: [] }
  const withhold = (part: string, { code, act, clause, version }: Refusal) =>
    answer.withheld.push({ part, code, act, policyVersion: version, ...(clause ? { clause } : {}) })

  const name = names instanceof Refusal ? withhold('name', names) : textOf(names)
  if (typeof name === 'object') answer.name = name
  const language = languages instanceof Refusal ? withhold('language', languages) : textOf(languages)
  if (typeof language === 'object') answer.language = language

  if (organisations instanceof Refusal) withhold('organisations', organisations)
  else
    answer.organisations = organisations.map(row => ({
      name: row.organisation,
      country: row.country,
      role: row.role,
      ...(row.left_at ? { left: row.left_at.toISOString() } : {}),
      ...from({ at: row.joined_at, source: row.source, version: row.policy_version }),
    }))

  if (reach instanceof Refusal) withhold('contact', reach)
  else {
    const { account, lines } = reach
    if (account)
      answer.account = {
        id: account.address,
        ...from({ at: account.recorded_at, source: account.source, version: account.policy_version }),
      }
    answer.phones = lines.phones.map(line => withHistory(line, phoneOf))
    answer.addresses = lines.addresses.map(line => withHistory(line, addressOf))
  }
  return answer
}
