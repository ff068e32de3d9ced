/** The whole product on a database of its own, spoken to as a browser or a program would, without a network. */
import { openApp, type App } from '../server/app.ts'
import { link, type Language } from '../server/base/http/index.ts'
import { createMail, type Mail } from '../server/base/mail.ts'
import type { Site } from '../server/base/site/index.ts'
import { openLog } from '../server/base/log.ts'
import { openTours } from '../server/demo/index.ts'
import { addPersonOfCast, castFactor, codeOf, type Arrival } from '../server/people/index.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { listen } from './documented.ts'

export interface TestApp {
  app: App
  db: TestDatabase
  /** Somebody with no cookies yet. */
  visitor(): TestVisitor
  /** Adds somebody with a confirmed ID and signs them in. */
  customer(given?: Partial<Arrival>): Promise<TestVisitor & { person: string; email: string }>
  /** Adds a colleague with a role and signs them in, second factor included. */
  colleague(
    role: string,
    controller?: string,
    given?: { acknowledged?: number | null; language?: Language },
  ): Promise<TestVisitor & { person: string; email: string }>
  /** Has a colleague show once more who they are, with password and the next code. */
  prove(colleague: TestVisitor & { email: string }): Promise<void>
  /** @throws if a call was answered in a way that its description does not have (documented.ts) */
  close(): Promise<void>
}

export interface Answer {
  status: number
  headers: Record<string, string>
  text: string
  json<T = Record<string, unknown>>(): T
}

/** A browser with a cookie jar. */
export interface TestVisitor {
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  /** Fills in the form of a page as it stands and sends it; `page` is where its token comes from. */
  submit(action: string, fields: Record<string, string | string[]>, page?: string): Promise<Answer>
  /** The same with files, for forms that take any. */
  upload(
    action: string,
    fields: Record<string, string>,
    files: readonly { field: string; name: string; bytes: Buffer; type?: string }[],
    page?: string,
  ): Promise<Answer>
  /** A JSON call, with the form token where there is a session. */
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer>
  cookies: Map<string, string>
}

export const testPassword = 'a quiet river in spring'
/** Where the product believes that it is, unless a test says otherwise. */
export const defaultUrl = 'http://localhost:8080'
const agent = 'Mozilla/5.0 (test)'

/** Opens the product. Call `close` in `afterAll`. */
export async function testApp({
  demo = false,
  site,
  publicUrl = defaultUrl,
  mail = createMail({ from: 'Abide <abide@company.example>' }),
}: { demo?: boolean; site?: Site; publicUrl?: string; mail?: Mail } = {}): Promise<TestApp> {
  const db = await testDatabase()
  const app = await openApp({
    database: db.owner,
    prefix: db.prefix,
    vault: db.vault,
    clock: db.clock,
    mail,
    log: openLog('silent'),
    publicUrl,
    demo,
    ...(site ? { site } : {}),
    tours: demo ? openTours({ owner: db.owner, prefix: db.prefix, declarations: db.declarations }) : undefined,
    budget: 30,
  })
  const undocumented = listen(app)
  let added = 0
  let visitors = 0
  const language = site?.languages[0] ?? 'en'

  function visitor(): TestVisitor {
    const cookies = new Map<string, string>()
    // Everybody comes from somewhere else: the brake on anonymous posts counts addresses.
    visitors += 1
    const remoteAddress = `198.18.${visitors >> 8}.${visitors & 255}`
    const send = async (
      method: string,
      path: string,
      headers: Record<string, string>,
      payload?: string | Buffer,
    ): Promise<Answer> => {
      const answer = await app.server.inject({
        method: method as 'GET',
        url: path,
        remoteAddress,
        headers: {
          'user-agent': agent,
          ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
          ...headers,
        },
        ...(payload === undefined ? {} : { payload }),
      })
      for (const { name, value, maxAge } of answer.cookies) {
        if (maxAge === 0 || value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      return {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
        text: answer.body,
        json: <T>() => JSON.parse(answer.body) as T,
      }
    }
    const tokens = new Map<string | undefined, string>()
    // One token of a session is as good as another, and asking for each call would take longer than the call.
    const tokenOfSession = async (): Promise<string> => {
      const session = cookies.get('session')
      const known = tokens.get(session) ?? (await token(link(language, 'privacy')))
      tokens.set(session, known)
      return known
    }
    const token = async (page: string): Promise<string> => {
      const { text } = await send('GET', page, {})
      return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? ''
    }
    return {
      cookies,
      get: (path, headers = {}) => send('GET', path, headers),
      async submit(action, fields, page = action) {
        const csrf = await token(page)
        const body = new URLSearchParams({ csrf })
        for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
        return send(
          'POST',
          action,
          { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl },
          body.toString(),
        )
      },
      async upload(action, fields, files, page = action) {
        const form = new FormData()
        for (const [name, value] of Object.entries({ csrf: await token(page), ...fields })) form.append(name, value)
        for (const { field, name, bytes, type = 'application/octet-stream' } of files)
          form.append(field, new Blob([new Uint8Array(bytes)], { type }), name)
        const request = new Request(publicUrl, { method: 'POST', body: form })
        const headers = { 'content-type': request.headers.get('content-type') ?? '', origin: publicUrl }
        return send('POST', action, headers, Buffer.from(await request.arrayBuffer()))
      },
      async call(method, path, body) {
        const csrf: Record<string, string> =
          method === 'GET' || !cookies.has('session') ? {} : { 'x-csrf-token': await tokenOfSession() }
        if (body === undefined) return send(method, path, { accept: 'application/json', origin: publicUrl, ...csrf })
        return send(
          method,
          path,
          { 'content-type': 'application/json', origin: publicUrl, ...csrf },
          JSON.stringify(body),
        )
      },
    }
  }

  async function arrive(given: Partial<Arrival>) {
    added += 1
    const email = given.email ?? `person-${added}@customer.example`
    const version = app.gate.policy().compiled.loaded.policy.policy.version
    const person = await addPersonOfCast(app.given, {
      name: `Person ${added}`,
      password: testPassword,
      language: 'en',
      region: 'hes',
      relation: 'consumer',
      at: db.clock.now(),
      source: 'web',
      version,
      ...given,
      email,
    })
    return { person, email }
  }

  return {
    app,
    db,
    visitor,
    async customer(given = {}) {
      const who = await arrive(given)
      const browser = visitor()
      await browser.submit(link(language, 'sign-in'), { id: who.email, password: testPassword })
      return { ...browser, ...who }
    },
    async colleague(role, controller = 'hes', { acknowledged, language: spoken = 'en' } = {}) {
      const email = `${role}-${(added += 1)}@colleague.example`
      const secondFactor = castFactor(db.vault, email)
      const version = app.gate.policy().compiled.loaded.policy.policy.version
      const who = await arrive({
        email,
        language: spoken,
        region: controller,
        relation: 'staff',
        staff: { role, controller, secondFactor, acknowledged: acknowledged === undefined ? version : acknowledged },
      })
      const browser = visitor()
      await browser.submit(link(language, 'sign-in'), { id: email, password: testPassword })
      await browser.submit('/console/second-factor', { code: codeOf(secondFactor, db.clock.now()) })
      return { ...browser, ...who }
    },
    async prove(colleague) {
      // Each code is good once.
      db.clock.advance(30_000)
      const code = codeOf(castFactor(db.vault, colleague.email), db.clock.now())
      await colleague.submit(link(language, 'prove'), { password: testPassword, code })
    },
    async close() {
      await app.close()
      await db.close()
      if (undocumented.length > 0)
        throw new Error(`Not as /api/openapi.json says:\n${[...new Set(undocumented)].join('\n')}`)
    },
  }
}
