/** What reading the published versions asks of the database, as the gate's login. */
import type { Query } from '../base/batch.ts'

/** Every version that was published, the newest first, without its words. */
export const publishedVersions: Query = {
  name: 'published-versions',
  text: `select v.number, v.hash, v.published_at, v.effective_at, v.number = c.version as in_force
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
