/** Letters that the product has written, as their reader finds them. */
import { openMailbox } from '../server/people/index.ts'
import type { TestApp } from './app.ts'

export interface ReadLetter {
  subject: string
  text: string
  /** The path and query of the first link in it. */
  link: string
  /** The secret in that link, if it has one. */
  token: string
}

/** All letters to an address, newest first. */
export async function lettersTo({ app }: Pick<TestApp, 'app'>, address: string): Promise<ReadLetter[]> {
  const letters = await openMailbox(app.given)
  return letters
    .filter(letter => letter.content?.to === address)
    .map(({ content }) => {
      const found = /https?:\/\/\S+/.exec(content.text)?.[0]
      const url = found ? new URL(found) : undefined
      return {
        subject: content.subject,
        text: content.text,
        link: url ? url.pathname + url.search : '',
        token: url?.searchParams.get('token') ?? '',
      }
    })
}

/** The newest letter to an address. @throws if there is none */
export async function letterTo(product: Pick<TestApp, 'app'>, address: string): Promise<ReadLetter> {
  const [newest] = await lettersTo(product, address)
  if (!newest) throw new Error(`Nobody wrote to ${address}.`)
  return newest
}
