/** What reading the published versions asks of the database, as the gate's login. */
import type { Query } from '../base/batch.ts'

/** Every version that was published, the newest first, without its words. */
export const publishedVersions: Query = {
  name: 'published-versions',
  text: `select v.number, v.hash, v.published_at, v.effective_at, v.number = c.version as in_force, v.material, v.approved_as,
                v.alone_because, v.told_at, v.against, v.concerned, v.operators_draft
           from policy.version v left join policy.compiled c on true
          order by v.number desc`,
  values: [],
}

/** The questions that were published with a version. */
export const casesOfVersion = (number: number): Query => ({
  name: 'cases-of-version',
  text: 'select cases from policy.version where number = $1',
  values: [number],
})

/** What the given version was published with. */
export const wordsOfVersion = (number: number): Query => ({
  name: 'words-of-version',
  text: 'select number, hash, source, texts, assessments from policy.version where number = $1',
  values: [number],
})

/** How many people a change concerns: of some relations, and those whose bit of `agreed` is set in a relation. */
export const countConcerned = (
  relations: readonly string[],
  bits: readonly number[],
  inRelations: readonly string[],
): Query => ({
  name: 'count-concerned',
  text: `select count(*)::integer as people from people.person p
          where p.relation = any ($1) or exists (select from unnest($2::integer[], $3::text[]) c (bit, relation)
                  where c.relation = p.relation and p.agreed & (1::bigint << c.bit) <> 0)`,
  values: [relations, bits, inRelations],
})

/** The bit of `agreed` that each purpose has that rests on consent. */
export const agreedBits: Query = {
  name: 'agreed-bits',
  text: `select purpose, bit from policy.slot where kind = 'agree' and purpose is not null`,
  values: [],
}
