/** Cookies of one site, where nobody else keeps them: in a browser no answer shows any, and this stays empty. */
export class CookieJar {
  readonly #cookies = new Map<string, string>()

  /** The header that goes with a request; undefined where there is none. */
  get header(): string | undefined {
    if (this.#cookies.size === 0) return undefined
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** Takes what an answer sets and drops what it ends. */
  take(headers: Headers): void {
    for (const line of headers.getSetCookie?.() ?? []) {
      const [pair = '', ...attributes] = line.split(';').map(part => part.trim())
      const [name = '', ...value] = pair.split('=')
      const ended = attributes.some(one => /^max-age=(0|-\d+)$/i.test(one) || isPast(one))
      if (ended || value.join('=') === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value.join('='))
    }
  }
}

const isPast = (attribute: string): boolean => {
  const [, date] = /^expires=(.+)$/i.exec(attribute) ?? []
  return date !== undefined && Date.parse(date) <= Date.parse('1970-01-02')
}
