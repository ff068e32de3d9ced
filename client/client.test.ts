import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { build as buildPages } from '../scripts/build.js'
import { keepCatalogue } from '../server/activities/products/catalogue.ts'
import { castFactor, codeOf } from '../server/people/index.ts'
import { testApp, testPassword, type TestApp } from '../test/app.ts'
import { launchBrowser } from '../test/browser.ts'
import { freePort } from '../test/running.ts'
import { aSerial, catalogue } from '../test/serials.ts'
import type * as Client from './source/index.ts'

const root = join(import.meta.dirname, '..')
const run = promisify(execFile)

let product: TestApp
let url: string
let built: typeof Client
beforeAll(async () => {
  // The package as it is published: compiled by its own script, entered by its front door.
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'client')])
  built = (await import(/* @vite-ignore */ pathToFileURL(join(root, 'client/dist/index.js')).href)) as typeof Client
  await buildPages()
  const port = await freePort()
  url = `http://localhost:${port}`
  product = await testApp({ publicUrl: url })
  await keepCatalogue(product.app.given, catalogue)
  await product.app.server.listen({ port, host: '127.0.0.1' })
})
afterAll(() => product?.close())

const signedIn = async () => {
  const { email } = await product.customer({ name: 'An Maes' })
  const abide = new built.AbideClient(url)
  await abide.signIn(email, testPassword)
  return { abide, email }
}

describe('the built client', () => {
  test('signs in, reads what is held, registers a product, and signs out', async () => {
    const { abide, email } = await signedIn()
    expect(await abide.call('people.session')).toMatchObject({ kind: 'customer', name: 'An Maes' })
    const { items } = await abide.call('rights.held')
    expect(items.map(item => item.value)).toContain(email)
    const serial = aSerial()
    const { results } = await abide.call('products.register', { body: { products: [{ serial, seller: 'Winkel' }] } })
    expect(results).toMatchObject([{ serial, how: 'added' }])
    const product = results[0]!.id!
    expect(await abide.call('products.view', { path: { product } })).toMatchObject({ product: { seller: 'Winkel' } })
    expect(await abide.call('products.list', { query: { page: 1 } })).toMatchObject({ total: 1 })
    await abide.signOut()
    expect(await abide.call('people.session')).toEqual({ kind: 'stranger' })
  })

  test('throws a problem with its code, its fields, and a page that explains it', async () => {
    const { abide } = await signedIn()
    const caught = await abide.call('products.register', { body: { products: [] } }).catch((error: unknown) => error)
    expect(built.isProblem(caught)).toBe(true)
    const problem = caught as Client.Problem
    expect([problem.code, problem.status]).toEqual(['wrong-field', 422])
    expect(problem.errors).toMatchObject([{ field: 'products' }])
    const page = await fetch(problem.type)
    expect([page.status, page.url]).toEqual([200, `${url}/en/problems/wrong-field`])
  })

  test('gives a problem as a value where that is wanted, in the language that was asked for', async () => {
    const abide = new built.AbideClient(url, { language: 'nl' })
    const { answer, problem } = await abide.attempt('people.sign-in', {
      body: { id: 'no@customer.example', password: 'no' },
    })
    expect([answer, problem?.code, problem?.status]).toEqual([undefined, 'sign-in-wrong', 401])
    expect(problem?.title).toBe('ID of wachtwoord klopt niet')
    const { problem: none } = await abide.attempt('products.list')
    expect([none?.code, none?.errors, none?.refusal]).toEqual(['sign-in-needed', [], undefined])
  })

  test('names the clause and the version of the policy that did not allow something', async () => {
    const { person } = await product.customer()
    const { email } = await product.colleague('service-desk')
    const code = () => codeOf(castFactor(product.db.vault, email), product.db.clock.now())
    product.db.clock.advance(60_000)
    const abide = new built.AbideClient(url)
    expect(await abide.signIn(email, testPassword, code)).toMatchObject({ kind: 'staff' })
    const { permit } = await abide.call('desk.open', { body: { person, purpose: 'support' } })
    const { problem } = await abide.attempt('desk.reveal', { path: { permit }, body: { category: 'payment' } })
    expect([problem?.code, problem?.refusal]).toEqual([
      'category-not-promised',
      { act: 'desk.reveal-for-support', clause: 'what.payment', policyVersion: '4' },
    ])
  })

  test('asks for another token when the session turned out to be another, and once only', async () => {
    const { email } = await product.customer()
    const sent: string[] = []
    let spoiled = 0
    const abide = new built.AbideClient(url, {
      fetch: (address, init) => {
        const headers = new Headers(init?.headers)
        sent.push(init?.method ?? 'GET')
        if (headers.has('x-csrf-token') && spoiled-- > 0) headers.set('x-csrf-token', 'of another session')
        return fetch(address, { ...init, headers })
      },
    })
    await abide.signIn(email, testPassword)
    const say = (several: boolean) => abide.attempt('people.say-shared', { body: { several } })
    expect((await say(true)).answer).toEqual({ several: true })
    ;[spoiled, sent.length] = [1, 0]
    expect((await say(false)).answer).toEqual({ several: false })
    expect(sent).toEqual(['PUT', 'GET', 'PUT'])
    ;[spoiled, sent.length] = [2, 0]
    expect((await say(true)).problem?.code).toBe('forged')
    expect(sent).toEqual(['PUT', 'GET', 'PUT'])
  })

  test.each([undefined, '', '.', '..'])('asks nothing at an address whose part is %j', async part => {
    const asked: unknown[] = []
    const fetch = (async (address: unknown) => {
      asked.push(address)
      return new Response('{}', { headers: { 'content-type': 'application/json' } })
    }) as typeof globalThis.fetch
    const abide = new built.AbideClient('https://privacy.company.example', { fetch })
    const path = { product: part } as { product: string }
    await expect(abide.call('products.remove' as never, { path } as never)).rejects.toThrow(TypeError)
    expect(asked).toEqual([])
  })

  test('acts as one of the company’s own systems, with a key in place of a session', async () => {
    const admin = await product.colleague('administrator')
    const acts = ['products.system-register', 'products.system-list']
    const wanted = { name: 'Web shop', purpose: 'register-products', controller: 'hes', acts }
    const { secret } = (await admin.call('POST', '/api/people/keys', wanted)).json<{ secret: string }>()
    const { person } = await product.customer()
    const shop = new built.AbideClient(url, { key: secret })
    const serial = aSerial()
    expect(await shop.call('products.system-register', { path: { person }, body: { serial } })).toMatchObject({
      serial,
    })
    expect(await shop.call('products.system-list', { path: { person } })).toMatchObject({ total: 1 })
    await expect(shop.call('people.session')).rejects.toMatchObject({ code: 'key-refused' })
  })

  test('sends nothing to another site', async () => {
    const abide = new built.AbideClient(url)
    for (const address of ['https://elsewhere.example/file', '//elsewhere.example/file'])
      await expect(abide.file(address)).rejects.toThrow('elsewhere.example')
    expect((await abide.file('/en/privacy')).status).toBe(200)
  })

  test('says what answered where it was no problem document, and gives up when it is told to', async () => {
    const proxy = new built.AbideClient(url, { fetch: async () => new Response('<h1>', { status: 502 }) })
    await expect(proxy.call('people.session')).rejects.toThrow(/answered 502/)
    const signal = AbortSignal.abort()
    await expect(new built.AbideClient(url).call('people.session', {}, { signal })).rejects.toThrow(/abort/i)
  })

  test('does in a browser what it does in Node', async () => {
    const { email } = await product.customer()
    const entry = join(root, 'client/dist/index.js')
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'iife',
      globalName: 'abide',
      write: false,
    })
    const browser = await launchBrowser()
    try {
      const page = await browser.newPage()
      await page.goto(`${url}/en/privacy`)
      await page.evaluate(`${outputFiles[0]!.text};globalThis.abide = abide`)
      const serial = aSerial()
      const done = await page.evaluate(
        async ([id, password, serial]) => {
          const { AbideClient } = (globalThis as unknown as { abide: typeof Client }).abide
          const client = new AbideClient(location.href)
          await client.signIn(id, password)
          const { results } = await client.call('products.register', { body: { products: [{ serial }] } })
          const { problem } = await client.attempt('products.view', {
            path: { product: '0193a5a0-0000-7000-8000-000000000099' },
          })
          return [results[0]!.how, problem?.code]
        },
        [email, testPassword, serial] as const,
      )
      expect(done).toEqual(['added', 'product-unknown'])
    } finally {
      await browser.close()
    }
  })

  test('does what its README says', async () => {
    const { email } = await product.customer()
    const [, example] = /```js\n([\s\S]+?)```/.exec(await readFile(join(root, 'client/README.md'), 'utf8'))!
    await mkdir(join(root, 'dist'), { recursive: true })
    const folder = await mkdtemp(join(root, 'dist', 'example-'))
    try {
      const script = example!.replace('http://localhost:8080', url).replace('an.maes@ziekenhuis-demer.example', email)
      await writeFile(join(folder, 'example.mjs'), script)
      const env = { ...process.env, PASSWORD: testPassword, SERIAL: aSerial() }
      const { stdout } = await run(process.execPath, [join(folder, 'example.mjs')], { env })
      expect(stdout.trim().split('\n')).toEqual([expect.stringMatching(/^\d+ things are held/), 'added; you have 1'])
      const again = await run(process.execPath, [join(folder, 'example.mjs')], { env: { ...env, SERIAL: 'nonsense' } })
      expect(again.stdout.trim().split('\n').slice(1)).toEqual([
        'wrong; you have 1',
        `not-found ${url}/problems/not-found`,
      ])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

test('what a call is asked with, answers and ends with is known to the compiler', () => {
  type Of<Name extends Client.CallName> = Parameters<typeof built.AbideClient.prototype.call<Name>>
  expectTypeOf<['rights.held']>().toExtend<Of<'rights.held'>>()
  expectTypeOf<['products.register']>().not.toExtend<Of<'products.register'>>()
  expectTypeOf<Client.AskOf<'products.view'>>().toEqualTypeOf<{ path: { product: string } }>()
  expectTypeOf<Client.AskOf<'rights.looked'>['query']>().toEqualTypeOf<
    { since?: string; until?: string; purpose?: string; page?: number } | undefined
  >()
  expectTypeOf<Client.AnswerOf<'people.sign-in'>['kind']>().toEqualTypeOf<'customer' | 'half' | 'staff'>()
  expectTypeOf<'sign-in-wrong'>().toExtend<Client.ProblemOf<'people.sign-in'>>()
  expectTypeOf<'serial-taken'>().not.toExtend<Client.ProblemOf<'people.sign-in'>>()
  expectTypeOf<'objected'>().toExtend<Client.RefusalCode>()
  const wrong = (abide: Client.AbideClient) => [
    // @ts-expect-error a call that there is not
    () => abide.call('products.destroy'),
    // @ts-expect-error a call without what it needs
    () => abide.call('products.register'),
    // @ts-expect-error a member that the call does not know
    () => abide.call('products.register', { body: { product: [] } }),
  ]
  expect(wrong).toBeTypeOf('function')
})
