/** Browsers of a benchmark: one that signs in without a network, and many that ask for one page over loopback. */
import { Agent, get } from 'node:http'
import type { App } from '../server/app.ts'

/** A browser with a cookie jar, signed in or not. */
export interface Visitor {
  cookie(): string
  get(path: string, headers?: Record<string, string>): Promise<{ text: string; bytes: Buffer }>
  /** Sends a form. @param page where its token stands @returns the page that it shows or leads to, and where that is */
  submit(action: string, fields: Record<string, string>, page?: string): Promise<{ text: string; location: string }>
}

/** Somebody who comes to the product. */
export function visitorOf({ server, given }: App): Visitor {
  const cookies = new Map<string, string>()
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: string) => {
    const answer = await server.inject({
      method,
      url,
      headers: { ...headers, ...(cookies.size > 0 ? { cookie: cookie() } : {}) },
      ...(payload === undefined ? {} : { payload }),
    })
    for (const { name, value } of answer.cookies) cookies.set(name, value)
    if (answer.statusCode >= 400) throw new Error(`${method} ${url} was answered with ${answer.statusCode}`)
    return answer
  }
  return {
    cookie,
    async get(path, headers = {}) {
      const { body, rawPayload } = await send('GET', path, headers)
      return { text: body, bytes: rawPayload }
    },
    async submit(action, fields, page = action) {
      const { body } = await send('GET', page, {})
      const csrf = /name="csrf" value="([^"]+)"/.exec(body)?.[1] ?? ''
      const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: given.publicUrl }
      const answer = await send('POST', action, headers, new URLSearchParams({ csrf, ...fields }).toString())
      return { text: answer.body, location: String(answer.headers['location'] ?? action) }
    },
  }
}

/** How many connections ask at the same time, kept alive. */
export const connections = 8

/** Asks over loopback, with connections that stay open. Call `close` at the end. */
export function openAsking(): {
  /** @throws if the answer is not 200 */
  ask(url: string, headers: Record<string, string>): Promise<void>
  close(): void
} {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return {
    ask: (url, headers) =>
      new Promise((resolve, reject) => {
        const request = get(url, { agent, headers }, answer => {
          if (answer.statusCode !== 200) reject(new Error(`${url} was answered with ${answer.statusCode}`))
          answer.resume().on('end', resolve).on('error', reject)
        })
        request.on('error', reject)
      }),
    close: () => agent.destroy(),
  }
}
