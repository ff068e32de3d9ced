/** A profile as the JSON calls answer it. */
import { Type, type Static, type TSchema } from 'typebox'
import type { Datum } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Profile } from './acts.ts'
import { choicesOf, phoneUses, type Entry } from './contact/index.ts'
import type { Line, Lines, LineWithHistory } from './profile.ts'

const moment = Type.String({ format: 'date-time' })
const origin = { since: moment, source: Type.String(), policyVersion: Type.Integer() }
const countryCode = Type.String({ description: 'ISO 3166-1 alpha-2' })

const phone = Type.Object({
  number: Type.String({ description: 'E.164' }),
  country: Type.Optional(countryCode),
  extension: Type.Optional(Type.String()),
  use: Type.Optional(Type.Enum([...phoneUses])),
})
const address = Type.Object({
  street: Type.String(),
  postcode: Type.Optional(Type.String()),
  city: Type.String(),
  region: Type.Optional(Type.String({ description: 'state, province, prefecture or county, where it is written' })),
  country: countryCode,
})
const text = Type.Object({
  id: Type.String(),
  value: Type.String(),
  ...origin,
  earlier: Type.Array(Type.Object({ value: Type.String(), ...origin, until: moment })),
})
const proven = {
  proven: Type.Optional(Type.String({ format: 'date-time', description: 'when it was proven; absent until then' })),
}

/** A line with its history, whose value stands under a name of its own. */
const lineOf = <Name extends string, Value extends TSchema>(name: Name, value: Value) => {
  const own = { [name]: value } as Record<Name, Value>
  return Type.Object({
    id: Type.String(),
    ...own,
    ...origin,
    earlier: Type.Array(Type.Object({ id: Type.String(), ...own, ...origin, until: moment })),
  })
}
const answer = (codes: readonly string[]) => lineOf('answer', Type.String({ description: codes.join(', ') }))

/** What `GET /api/profile` answers. A part that the policy in force does not allow is absent, and named in `withheld`. */
export const profileSchema = Type.Object({
  account: Type.Optional(Type.Object({ id: Type.String(), ...origin })),
  name: Type.Optional(text),
  language: Type.Optional(text),
  country: Type.Optional(lineOf('country', countryCode)),
  emails: Type.Optional(Type.Array(Type.Intersect([lineOf('email', Type.String()), Type.Object(proven)]))),
  phones: Type.Optional(Type.Array(lineOf('phone', phone))),
  addresses: Type.Optional(Type.Array(lineOf('address', address))),
  research: Type.Optional(
    Type.Object({
      agreed: Type.Boolean(),
      said: Type.Optional(moment),
      occupation: Type.Optional(answer(choicesOf.occupation)),
      place: Type.Optional(answer(choicesOf.place)),
    }),
  ),
  removed: Type.Array(
    Type.Object({ id: Type.String(), kind: Type.String(), value: Type.Unknown(), ...origin, until: moment }),
  ),
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
type Answered = Static<typeof profileSchema>

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

/** What a line says, as a program reads it: what has one part is that part. */
const valueOf = ({ kind, value }: Entry): unknown =>
  kind === 'email' ? value.address : kind === 'country' ? value.country : value

/** Lines of a kind; their values stand under a name of their own. */
const linesOf = (name: string, lines: readonly LineWithHistory[]) =>
  lines.map(line => {
    const one = (which: Line) => ({ id: which.id, [name]: valueOf(which.contact), ...from(which) })
    const proof = line.provenAt ? { proven: line.provenAt.toISOString() } : {}
    return { ...one(line), ...proof, earlier: line.earlier.map(former => ({ ...one(former), ...until(former) })) }
  })

const removedFrom = ({ removed }: Lines): Answered['removed'] =>
  removed.map(line => ({
    id: line.id,
    kind: line.contact.kind,
    value: valueOf(line.contact),
    ...from(line),
    ...until(line),
  }))

/** A profile in that shape. */
export function profileAnswer({ names, languages, organisations, reach, research }: Profile): Answered {
  const answer: Answered = { removed: [], withheld: [] }
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
    const [country] = linesOf('country', lines.countries)
    Object.assign(answer, {
      ...(country ? { country } : {}),
      emails: linesOf('email', lines.emails),
      phones: linesOf('phone', lines.phones),
      addresses: linesOf('address', lines.addresses),
    })
    answer.removed.push(...removedFrom(lines))
  }
  if (research) {
    const { agreed, said, lines } = research
    const [occupation] = linesOf('answer', lines.occupations)
    const [place] = linesOf('answer', lines.places)
    Object.assign(answer, {
      research: {
        agreed,
        ...(said ? { said: said.recorded_at.toISOString() } : {}),
        ...(occupation ? { occupation } : {}),
        ...(place ? { place } : {}),
      },
    })
    answer.removed.push(...removedFrom(lines))
  }
  return answer
}
