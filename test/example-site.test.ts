/** What the sample site does with a logout token, at an issuer that counts how often its keys are fetched. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
let fetched = 0
let issuer: string
let site: Server
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  if (request.url === '/oidc/jwks') {
    fetched += 1
    return response.end(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'known' }] }))
  }
  return response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks`, authorization_endpoint: `${issuer}/auth` }))
})

beforeAll(async () => {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oidc`
  const { outputFiles } = await build({
    entryPoints: [join(root, 'examples/site/site.js')],
    alias: { 'abide-client': join(root, 'client/source/index.ts') },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'error',
  })
  const source = `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`
  const { startSite } = (await import(/* @vite-ignore */ source)) as {
    startSite(settings: object): Promise<Server>
  }
  const address = 'http://localhost:9'
  site = await startSite({ issuer, clientId: 'example', clientSecret: 'a secret', address, port: 0 })
})
afterAll(() => {
  site?.close()
  server.close()
})

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function told(head: object = {}, body: object = {}): Promise<number> {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const claims = { iss: issuer, aud: 'example', sid: 'x', exp: Math.floor(Date.now() / 1000) + 60, events, ...body }
  const text = `${part({ alg: 'RS256', typ: 'logout+jwt', kid: 'known', ...head })}.${part(claims)}`
  const token = `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`
  const answer = await fetch(`http://127.0.0.1:${(site.address() as AddressInfo).port}/signed-out`, {
    method: 'POST',
    body: new URLSearchParams({ logout_token: token }),
  })
  return answer.status
}

it('a token that is for nobody here is refused before any key is fetched, and keys are fetched once', async () => {
  const wrong = [
    [{ alg: 'none' }],
    [{ alg: 'HS256' }],
    [{ typ: 'JWT' }],
    [{}, { iss: 'https://elsewhere.example' }],
    [{}, { aud: 'another' }],
    [{}, { exp: 1 }],
    [{}, { events: {} }],
    [{}, { nonce: 'of an ID token' }],
  ] as [object, object?][]
  for (const [head, body] of wrong) expect(await told(head, body), JSON.stringify([head, body])).toBe(400)
  expect(fetched).toBe(0)
  expect([await told(), await told()]).toEqual([200, 200])
  for (let time = 0; time < 5; time += 1) expect(await told({ kid: `made-up-${time}` })).toBe(400)
  expect(fetched).toBe(1)
})

it('asks about cookies as the company does, and lets nothing else in', async () => {
  const answer = await fetch(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`)
  const home = new URL(issuer).origin
  const policy = answer.headers.get('content-security-policy')
  expect(policy).toContain(`default-src 'none'; script-src ${home}; connect-src ${home};`)
  expect(await answer.text()).toContain(`<script src="${home}/embed.js" async></script>`)
})
