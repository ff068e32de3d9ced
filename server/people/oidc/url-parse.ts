/**
 * `URL.parse` (WHATWG URL), which Node.js has since 22.1 and the library of OpenID Connect calls: the same for Node.js 20, which
 * we support too. Where it is there, nothing happens.
 */
const known = URL as unknown as { parse?: (text: string, base?: string) => URL | null }
known.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null)

export {}
