/** What the pages of this part share: addresses, and the policy's words for a purpose. */
import { link, type Language, type WebRequest } from '../base/http/index.ts'
import type { Visitor } from '../people/index.ts'
import type { Words } from '../ui/index.ts'
import { wordsOf } from './ahead.ts'
import type { Ask } from './consent.ts'
import type { Consents } from './say.ts'

/** A request by a customer. */
export type Asked = WebRequest<Extract<Visitor, { kind: 'customer' }>> & Words

/** Whether the form is shown again with what was ticked in it. */
export const isAgain = ({ typed, faults }: Asked): boolean => typed['version'] !== undefined && faults.length > 0

/** The address of the page, or of what its forms do. */
export const consentsLink = (language: Language, ...below: string[]): string =>
  link(language, 'privacy-centre', 'consents', ...below)

/** The address of a clause, in the version in force or in another one. */
export const clauseHref = (language: Language, clause: string, version?: number): string =>
  `${version === undefined ? link(language, 'privacy') : link(language, 'privacy', 'v', version)}#${clause}`

/** A purpose in the words of the policy in force, or of the one that comes; by its name, where neither knows it. */
export const sayPurpose = (purpose: string, seen: Pick<Consents, 'inForce' | 'ahead'>, language: Language) =>
  wordsOf(seen, purpose, language) ?? {
    says: purpose.replaceAll('-', ' '),
    text: '',
    clause: '',
    language,
    hash: '',
  }

/** The words of a policy in a language, or in its own. */
const inWords = (
  says: Partial<Record<string, string>> | undefined,
  { inForce }: Pick<Consents, 'inForce'>,
  language: Language,
) => says?.[language] ?? says?.[inForce.compiled.loaded.policy.policy.original]

const byId = (id: string): string => id.replaceAll('-', ' ')

/** A category in the words of the policy in force. */
export const sayCategory = (id: string, seen: Pick<Consents, 'inForce'>, language: Language): string =>
  inWords(seen.inForce.compiled.loaded.policy.categories[id]?.says, seen, language) ?? byId(id)

/** A topic in the words of the policy in force, and how often somebody hears of it. */
export function sayTopic(id: string, seen: Pick<Consents, 'inForce'>, language: Language) {
  const topic = seen.inForce.compiled.loaded.policy.topics?.[id]
  return { says: inWords(topic?.says, seen, language) ?? byId(id), often: inWords(topic?.often, seen, language) }
}

/** Several choices in words, each topic once: “Offers (e-mail, post); Events (e-mail)”. */
export function sayChoices(
  choices: readonly string[],
  seen: Pick<Consents, 'inForce'>,
  { t, language, formats }: Pick<Asked, 't' | 'language' | 'formats'>,
): string {
  const topics = new Map<string, string[]>()
  for (const choice of choices) {
    const [topic = '', channel = ''] = choice.split('/')
    topics.set(topic, [...(topics.get(topic) ?? []), ...(channel ? [sayChannel(channel, t)] : [])])
  }
  return [...topics]
    .map(([topic, channels]) => {
      const ways = formats.list(channels)
      if (topic === '') return ways
      const { says } = sayTopic(topic, seen, language)
      return channels.length > 0 ? `${says} (${ways})` : says
    })
    .join('; ')
}

/** A channel in the reader's language. */
export const sayChannel = (channel: string, t: Asked['t']): string =>
  channel === 'email' || channel === 'post' || channel === 'phone' ? t(`consent.channel.${channel}`) : channel

/** To how many of the purposes that wait for a yes somebody said it. */
export function figuresOf(asks: readonly Ask[]): { count: number; of: number } {
  const waiting = asks.filter(({ kind }) => kind === 'agree')
  return { count: waiting.filter(({ on }) => on).length, of: waiting.length }
}
