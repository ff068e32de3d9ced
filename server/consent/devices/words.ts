/** The words of the question, the same on our pages and on other sites. */
import { createHash } from 'node:crypto'
import type { Language } from '../../base/http/index.ts'
import type { LoadedPolicy } from '../../policy/document.ts'
import type { Words } from '../../ui/index.ts'
import { wordingOf } from '../wording.ts'
import type { OptionalList } from './choice.ts'

/** A sentence, and its language where it is not that of the page. */
export interface Sentence {
  text: string
  lang: Language | undefined
}

/** Everything that is said. */
export interface Question {
  heading: string
  sentences: readonly Sentence[]
  reject: string
  accept: string
  choose: string
  saved: string
  /** SHA-256 over all that is shown before the choice, in hex. */
  hash: string
}

/** Which arrangement of the question is shown; another one gets another name. */
export const layouts = { banner: 'banner-1', page: 'page-1', embed: 'embed-1' } as const

const isAnalytics = (dpv: string | undefined) => dpv === 'dpv:ServiceUsageAnalytics'

/** The question in a language. @param company as the frame calls it */
export function questionOf(
  loaded: LoadedPolicy,
  { purposes }: Pick<OptionalList, 'purposes'>,
  { t, language, company }: Pick<Words, 't'> & { language: Language; company: string },
): Question {
  const kinds = purposes.map(id => isAnalytics(loaded.policy.purposes[id]?.dpv))
  const sentences = purposes.map((id, place): Sentence => {
    if (kinds[place]) return { text: t('cookies.measure'), lang: undefined }
    const { text = '', says = '', language: own = language } = wordingOf(loaded, id, language) ?? {}
    return { text: text || says, lang: own === language ? undefined : own }
  })
  const only = kinds.every(Boolean) ? 'analytics' : 'optional'
  const shown = {
    heading: t('cookies.heading', { company }),
    sentences: [{ text: t('cookies.needed'), lang: undefined }, ...sentences],
    reject: t(`cookies.reject.${only}`),
    accept: t(`cookies.accept.${only}`),
    choose: t('cookies.choose'),
  }
  return { ...shown, saved: t('cookies.done.saved'), hash: hashOf(shown) }
}

/** SHA-256, in hex, over the words of the cookies page, which has each purpose by itself. */
export const pageHash = (
  loaded: LoadedPolicy,
  { purposes }: OptionalList,
  { t, language }: Pick<Words, 't'> & { language: Language },
): string =>
  hashOf([
    purposes.map(id => wordingOf(loaded, id, language)?.hash ?? id),
    [t('cookies.page.title'), t('cookies.page.agree'), t('cookies.page.save')],
  ])

/** SHA-256, in hex, over what another site shows: the question, and the boxes that it opens. */
export const embedHash = ({ hash }: Question, boxes: readonly object[], save: string): string =>
  hashOf([hash, boxes, save])

const hashOf = (shown: unknown): string => createHash('sha256').update(JSON.stringify(shown)).digest('hex')
