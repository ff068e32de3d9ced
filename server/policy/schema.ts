import { Type, type Static, type TSchema } from 'typebox'
import { bases, languages, measures, mechanisms, relations } from './document.ts'

/**
 * The policy file as one schema: what an editor completes and `load.ts` refuses. Descriptions are written for the
 * person who writes the file. A pattern's `title` names what is expected, for the message of a finding.
 */

/** Ids become parts of database names, so they stay short; `constructor` is in the way of every plain object. */
const idPattern = '^(?!constructor$)(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$'
export const clausePattern = '^[a-z][a-z0-9]*([.-][a-z0-9]+)*$'
const durationPattern =
  '^P(?=\\d|T\\d)(\\d{1,4}Y)?(\\d{1,4}M)?(\\d{1,4}W)?(\\d{1,4}D)?(T(?=\\d)(\\d{1,4}H)?(\\d{1,4}M)?(\\d{1,4}S)?)?$'

const closed = { additionalProperties: false } as const

const Id = (description: string) =>
  Type.String({
    title: 'an id of lower-case letters, digits and hyphens',
    pattern: idPattern,
    maxLength: 40,
    description,
  })
const Line = (description: string) =>
  Type.String({ title: 'words on one line', pattern: '^\\S(.*\\S)?$', maxLength: 400, description })
const ClauseId = (description = 'The clause of the text that says so; it stands there as {#this.id}.') =>
  Type.String({ title: 'a clause id such as why.support', pattern: clausePattern, maxLength: 80, description })
const Duration = (description: string) =>
  Type.String({ title: 'an ISO 8601 duration such as P30D, P6M or P3Y', pattern: durationPattern, description })
const Country = Type.String({ title: 'a country code of two capitals (ISO 3166-1)', pattern: '^[A-Z]{2}$' })
const File = (description: string) =>
  Type.String({
    title: 'a file beside the policy',
    pattern: '^[^/\\\\\\x00-\\x1f][^\\\\\\x00-\\x1f]*$',
    maxLength: 200,
    description,
  })
const Ids = (description: string) => Type.Array(Id('An id.'), { minItems: 1, uniqueItems: true, description })
const Named = <T extends TSchema>(
  of: T,
  description: string,
  more: { default?: object; minProperties?: number } = {},
) => Type.Record(Type.String({ pattern: idPattern }), of, { ...closed, title: 'ids', description, ...more })

const Words = Type.Object(
  Object.fromEntries(
    languages.map(language => [language, Type.Optional(Line(`The words in this language (${language}).`))]),
  ) as Record<'en' | 'nl' | 'fr' | 'de', ReturnType<typeof OptionalLine>>,
  {
    ...closed,
    minProperties: 1,
    title: 'words per language',
    description: 'What people will read, at least in the original language.',
  },
)
function OptionalLine() {
  return Type.Optional(Line(''))
}

const Basis = Type.Enum([...bases], { title: 'lawful basis', description: 'GDPR Article 6(1), points (a) to (f).' })

const Controller = Type.Object(
  {
    name: Line('Legal name, as in the company register.'),
    country: Country,
    contact: Line('Where people reach it about their data: an e-mail address.'),
    regions: Type.Array(Type.String({ title: 'EEA or a country code of two capitals', pattern: '^(EEA|[A-Z]{2})$' }), {
      minItems: 1,
      uniqueItems: true,
      description: 'Whose people it answers for: country codes, or EEA. A country named goes before EEA.',
    }),
    default: Type.Optional(
      Type.Boolean({ description: 'Answers for every country that no controller names. Exactly one.' }),
    ),
  },
  { ...closed, title: 'controller' },
)

const Category = Type.Object(
  {
    says: Words,
    dpv: Type.Array(
      Type.String({ title: 'a DPV term such as pd:EmailAddress', pattern: '^(pd|dpv|eu-gdpr):[A-Za-z][A-Za-z0-9-]*$' }),
      {
        minItems: 1,
        uniqueItems: true,
        description: 'What kind of personal data, in terms of the W3C Data Privacy Vocabulary.',
      },
    ),
    clause: ClauseId(),
    choices: Type.Optional(Named(Words, 'What a person can pick, where they pick: an id each, with its words.')),
  },
  { ...closed, title: 'category' },
)

const Topic = Type.Object(
  { says: Words, often: Type.Optional(Words) },
  { ...closed, title: 'topic', description: 'A subject, in words, and how often at most people hear of it.' },
)

const Purpose = Type.Object(
  {
    says: Words,
    clause: ClauseId(),
    dpv: Type.String({
      title: 'a DPV purpose such as dpv:CustomerCare',
      pattern: '^dpv:[A-Za-z][A-Za-z0-9-]*$',
      description: 'The purpose in the W3C Data Privacy Vocabulary.',
    }),
    basis: Type.Union(
      [
        Basis,
        Type.Object(
          Object.fromEntries(relations.map(relation => [relation, Type.Optional(Basis)])) as Record<
            (typeof relations)[number],
            ReturnType<typeof OptionalBasis>
          >,
          {
            ...closed,
            minProperties: 1,
            description: 'A basis per relation; a relation that is not named is outside this purpose.',
          },
        ),
      ],
      {
        title: 'one lawful basis, or one per relation',
        description: 'One lawful basis for everybody, or one per relation.',
      },
    ),
    assessment: Type.Optional(File('File of the balancing test; needed where a basis is legitimate-interest.')),
    compatibility: Type.Optional(
      File('File that says why data collected for something else may be used for this: the five points of GDPR 6(4).'),
    ),
    topics: Type.Optional(Ids('What a person can choose separately.')),
    channels: Type.Optional(
      Type.Array(Type.Enum(['email', 'post', 'phone']), {
        minItems: 1,
        uniqueItems: true,
        description: 'By which ways people are reached.',
      }),
    ),
    uses: Ids('The categories it uses; nothing else is readable under it.'),
    keep: Type.Object(
      {
        for: Duration('How long.'),
        after: Id('The event that starts the period: case-closed, account-closed, last-yes, recorded …'),
      },
      { ...closed, title: 'retention', description: 'How long the data of this purpose is kept.' },
    ),
    restricted: Type.Optional(
      Type.Enum(['stop', 'continue'], {
        description: 'Whether it goes on while a person has restricted their data (GDPR 18). Default: stop.',
      }),
    ),
    reach: Type.Optional(
      Type.Enum(['own', 'all'], {
        description: 'own (default): staff see people of their own controller; all: of the whole group.',
      }),
    ),
  },
  { ...closed, title: 'purpose' },
)
function OptionalBasis() {
  return Type.Optional(Basis)
}

const Collected = Type.Object(
  { asks: Ids('Categories asked for.'), for: Ids('Purposes they are asked for.'), clause: ClauseId() },
  { ...closed, title: 'situation' },
)

const Recipient = Type.Object(
  {
    kind: Type.Enum(['processor', 'group', 'controller', 'authority'], {
      description:
        'processor: works on instruction; group: a company of the group; controller: decides for itself; authority: court or public body.',
    }),
    name: Line('Who it is, or which kind of company.'),
    says: Words,
    for: Ids('Purposes for which it receives data.'),
    gets: Ids('Categories it receives, and nothing else.'),
    countries: Type.Array(Country, { minItems: 1, uniqueItems: true, description: 'Where the data goes.' }),
    mechanism: Type.Optional(
      Type.Array(Type.Enum([...mechanisms]), {
        minItems: 1,
        uniqueItems: true,
        description: 'What protects it outside the EEA (GDPR 45 to 49).',
      }),
    ),
    clause: ClauseId(),
  },
  { ...closed, title: 'recipient' },
)

const StaffRole = Type.Object(
  { says: Words, purposes: Ids('Purposes for which people in this role may look.'), clause: ClauseId() },
  { ...closed, title: 'staff role' },
)

const Never = Type.Object(
  {
    what: Type.Union(
      [
        Type.Enum(['sale', 'automated-decision']),
        Type.Object({ purpose: Id('A purpose …'), uses: Id('… that never uses this category.') }, closed),
        Type.Object({ recipient: Id('A recipient …'), gets: Id('… that never gets this category.') }, closed),
      ],
      {
        title: 'sale, automated-decision, { purpose, uses } or { recipient, gets }',
        description: 'What never happens.',
      },
    ),
    clause: ClauseId(),
  },
  { ...closed, title: 'promise of absence' },
)

const Cookie = Type.Object(
  { purpose: Id('A purpose, or necessary.'), keep: Duration('How long it stays on the device.'), clause: ClauseId() },
  { ...closed, title: 'cookie' },
)

const PolicySchema = Type.Object(
  {
    abide: Type.Literal(1, { description: 'Version of this format.' }),
    policy: Type.Object(
      {
        company: Line('The company whose policy this is.'),
        version: Type.Integer({
          minimum: 1,
          maximum: 1_000_000,
          description: 'Version of the policy; each publication has the next one.',
        }),
        effective: Type.String({
          title: 'a date such as 2026-10-01',
          pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
          description: 'The day on which it takes effect.',
        }),
        text: Type.Object(
          Object.fromEntries(languages.map(language => [language, Type.Optional(File('Markdown file.'))])) as Record<
            (typeof languages)[number],
            ReturnType<typeof OptionalLine>
          >,
          {
            ...closed,
            minProperties: 1,
            title: 'a file per language',
            description: 'The text people read: a Markdown file per language.',
          },
        ),
        original: Type.Enum([...languages], {
          description: 'The language that rules; the others are its translations.',
        }),
        summary: Type.Optional(
          Type.Object(
            Object.fromEntries(languages.map(language => [language, Type.Optional(File('Markdown file.'))])) as Record<
              (typeof languages)[number],
              ReturnType<typeof OptionalLine>
            >,
            {
              ...closed,
              minProperties: 1,
              title: 'a file per language',
              description:
                'A short summary that binds nobody: a Markdown file per language in which the text does not exist.',
            },
          ),
        ),
      },
      { ...closed, title: 'about this policy' },
    ),
    controllers: Named(Controller, 'Who answers, and for whom.', { minProperties: 1 }),
    categories: Named(Category, 'What may be held.', { minProperties: 1 }),
    purposes: Named(Purpose, 'Why it may be used.', { minProperties: 1 }),
    topics: Type.Optional(Named(Topic, 'The topics of purposes in words.')),
    collected: Named(Collected, 'In which situations data is asked for.', { default: {} }),
    recipients: Named(Recipient, 'Who may receive it.', { default: {} }),
    staff: Named(StaffRole, 'Which roles the staff have, and for what each may look.', { default: {} }),
    never: Type.Array(Never, { default: [], description: 'Promises of absence: nothing may contradict them.' }),
    rights: Type.Object(
      { 'answer-within': Duration('Within what time questions and requests are answered.'), clause: ClauseId() },
      { ...closed, title: 'rights' },
    ),
    changes: Type.Optional(
      Type.Object(
        {
          notice: Duration('How long before it takes effect a change is told that gives more. Default: P30D.'),
          clause: ClauseId(),
        },
        { ...closed, title: 'changes of this policy' },
      ),
    ),
    cookies: Named(Cookie, 'What is stored on devices.', { default: {} }),
    kept: Type.Record(
      Type.String({ pattern: clausePattern }),
      Type.Array(
        Type.Union(
          [
            Type.Enum([...measures]),
            Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$', description: 'An act: people.sign-up.' }),
          ],
          { title: `a measure (${measures.join(', ')}) or an act such as people.sign-up` },
        ),
        { minItems: 1, uniqueItems: true },
      ),
      {
        ...closed,
        title: 'clauses',
        default: {},
        description: 'Clauses that no declaration above cites, and what the software does by itself to keep each.',
      },
    ),
    explains: Type.Optional(
      Type.Array(Type.String({ title: 'a clause id such as about.you', pattern: clausePattern, maxLength: 80 }), {
        minItems: 1,
        uniqueItems: true,
        description:
          'Clauses that explain, define or introduce and promise nothing: they are not counted among the promises. Headings never are.',
      }),
    ),
    'minimum-group': Type.Integer({
      minimum: 1,
      maximum: 10_000,
      default: 10,
      description: 'The smallest group ever shown in statistics.',
    }),
  },
  {
    ...closed,
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Abide policy',
    description: 'What a company promises about personal data, for people to read and for a database to enforce.',
  },
)

/** The shape that the schema admits; `load.ts` holds it against `Policy` of document.ts at compile time. */
export type PolicyFile = Static<typeof PolicySchema>

/** Keys that a file may leave out; the schema's defaults stand in for them. */
const optionalKeys = ['collected', 'recipients', 'staff', 'never', 'cookies', 'kept', 'minimum-group']

/**
 * The JSON Schema (draft 7) of the policy file, as plain data: for editors and for `load.ts`.
 * @returns a fresh copy that the caller may change
 */
export function policySchema(): Record<string, unknown> {
  const schema = JSON.parse(JSON.stringify(PolicySchema)) as Record<string, unknown>
  schema.required = (schema.required as string[]).filter(key => !optionalKeys.includes(key))
  return schema
}
