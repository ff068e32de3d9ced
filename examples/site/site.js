/**
 * A site that people sign in at with their ID: it greets them by name, shows their products and registers one. Nothing but
 * Node.js, `openid-client` and `abide-client`; what it knows of people it forgets when it ends.
 */
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:http'
import { AbideClient } from 'abide-client'
import * as oidc from 'openid-client'

/**
 * @typedef {object} Settings
 * @property {string} issuer where people have their ID, e.g. `http://localhost:8080/oidc`
 * @property {string} clientId the short name that the site is registered with
 * @property {string} clientSecret
 * @property {string} address of this site, without a slash at the end
 * @property {number} port
 */

const cookieName = 'workshop'
const escape = text => String(text).replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)

/**
 * Starts the site.
 * @param {Settings} settings
 * @returns {Promise<import('node:http').Server>}
 */
export async function startSite({ issuer, clientId, clientSecret, address, port }) {
  const isHere = new URL(issuer).protocol === 'http:'
  const config = await oidc.discovery(
    new URL(issuer),
    clientId,
    { id_token_signed_response_alg: 'RS256' },
    oidc.ClientSecretBasic(clientSecret),
    // Without TLS only on one's own machine.
    isHere ? { execute: [oidc.allowInsecureRequests] } : {},
  )
  const home = new URL(issuer).origin
  const api = `${home}/api`
  const redirectUri = `${address}/back`
  /** By the cookie: `{ going }` on the way to sign in, `{ name, tokens … }` afterwards. */
  const sessions = new Map()

  const sessionOf = request => {
    const [, id] = new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(request.headers.cookie ?? '') ?? []
    return sessions.has(id) ? { id, ...sessions.get(id) } : undefined
  }

  /** Another cookie each time, so that nobody can have planted it. */
  function open(response, session, former) {
    if (former) sessions.delete(former.id)
    const id = randomBytes(32).toString('base64url')
    sessions.set(id, { form: randomBytes(32).toString('base64url'), ...session })
    const secure = address.startsWith('https:') ? '; Secure' : ''
    response.setHeader('set-cookie', `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax${secure}`)
  }

  /** A token for the calls, and another when that is over; the refresh token changes each time. */
  async function accessToken({ id }) {
    const session = sessions.get(id)
    if (session.access && session.access.until > Date.now()) return session.access.token
    session.renewing ??= oidc
      .refreshTokenGrant(config, session.refreshToken, { resource: api })
      .then(tokens => {
        session.refreshToken = tokens.refresh_token
        session.access = { token: tokens.access_token, until: Date.now() + (tokens.expires_in - 30) * 1000 }
        return tokens.access_token
      })
      .finally(() => delete session.renewing)
    return session.renewing
  }
  const abideFor = session => new AbideClient(home, { accessToken: () => accessToken(session) })

  /** With the company's question about cookies (docs/embed.md), which one can come back to. */
  function page(response, body, status = 200) {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>The Workshop</title>
      <meta name="viewport" content="width=device-width"><script src="${home}/embed.js" async></script>
      <main><h1>The Workshop</h1>${body}</main>
      <footer><a href="${home}/en/cookies" data-abide-cookies>Cookies</a></footer></html>`)
  }

  const pages = {
    async 'GET /'(_request, response, session, note = '') {
      if (!session?.name) return page(response, '<p><a href="/sign-in">Sign in with your ID</a></p>')
      const { products } = await abideFor(session).call('products.list')
      const rows = products.map(({ serial, family }) => `<li>${escape(serial)} ${escape(family?.name ?? '')}</li>`)
      return page(
        response,
        `<p>Hello, ${escape(session.name)}.</p>
         ${note && `<p role="status">${escape(note)}</p>`}
         <h2>Your products</h2>
         ${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : '<p>None yet.</p>'}
         <form method="post" action="/register"><input type="hidden" name="form" value="${session.form}">
           <label>Serial number <input name="serial" required></label> <button>Register</button></form>
         <form method="post" action="/sign-out"><input type="hidden" name="form" value="${session.form}">
           <button>Sign out</button></form>`,
      )
    },

    async 'GET /sign-in'(_request, response, session) {
      const verifier = oidc.randomPKCECodeVerifier()
      const going = { verifier, state: oidc.randomState(), nonce: oidc.randomNonce() }
      open(response, { going }, session)
      const there = oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile products',
        resource: api,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: going.state,
        nonce: going.nonce,
      })
      return redirect(response, there.href)
    },

    async 'GET /back'(request, response, session) {
      if (!session?.going) return redirect(response, '/')
      const { verifier, state, nonce } = session.going
      const came = new URL(request.url, address)
      if (came.searchParams.get('error') === 'access_denied' && came.searchParams.get('state') === state) {
        sessions.delete(session.id)
        return page(response, '<p>You did not allow it, so we do not know you. <a href="/sign-in">Sign in</a></p>')
      }
      const tokens = await oidc.authorizationCodeGrant(config, came, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const { sub, sid } = tokens.claims()
      const told = await oidc.fetchUserInfo(config, tokens.access_token, sub)
      const known = { sub, sid, name: told.name ?? 'whoever you are', idToken: tokens.id_token }
      open(response, { ...known, refreshToken: tokens.refresh_token }, session)
      return redirect(response, '/')
    },

    async 'POST /register'(request, response, session, fields) {
      const { results } = await abideFor(session).call('products.register', {
        body: { products: [{ serial: fields.get('serial') ?? '' }] },
      })
      const [{ how, serial, detail }] = results
      const said = { added: `${serial} is registered.`, yours: `${serial} is yours already.` }
      return pages['GET /'](request, response, session, said[how] ?? detail ?? `${serial} was not taken.`)
    },

    async 'POST /sign-out'(_request, response, session) {
      sessions.delete(session.id)
      const there = oidc.buildEndSessionUrl(config, {
        id_token_hint: session.idToken,
        post_logout_redirect_uri: `${address}/`,
      })
      return redirect(response, there.href)
    },

    /** Back-channel logout: no browser comes, so that no cookie and no form token does. */
    async 'POST /signed-out'(_request, response, _session, fields) {
      const said = await readLogout(fields.get('logout_token') ?? '')
      response.setHeader('cache-control', 'no-store')
      response.statusCode = said ? 200 : 400
      for (const [id, session] of sessions) if (said && session.sid === said.sid) sessions.delete(id)
      return response.end()
    },
  }

  /** Their keys by name, and when they were looked at last. */
  let known = { keys: new Map(), at: 0 }

  /** A key of theirs. They are fetched when a token names one that is not known, and at most every half minute, whoever asks. */
  async function keyOf(kid) {
    if (!known.keys.has(kid) && Date.now() - known.at > 30_000) {
      known.at = Date.now()
      const { keys } = await (await fetch(config.serverMetadata().jwks_uri)).json()
      known = { keys: new Map(keys.map(key => [key.kid, createPublicKey({ key, format: 'jwk' })])), at: known.at }
    }
    return known.keys.get(kid)
  }

  /** What a logout token says, if it is one of theirs for us (Back-Channel Logout 1.0, 2.6). */
  async function readLogout(token) {
    const [head, body, signature] = token.split('.')
    try {
      const { alg, typ, kid } = JSON.parse(Buffer.from(head, 'base64url'))
      const said = JSON.parse(Buffer.from(body, 'base64url'))
      const isLogout = said.events?.['http://schemas.openid.net/event/backchannel-logout'] !== undefined
      const isForUs = said.iss === issuer && said.aud === clientId && said.exp > Date.now() / 1000
      // Looked at before anything is fetched: a token of nobody's costs no request.
      if (alg !== 'RS256' || typ !== 'logout+jwt' || !isLogout || !isForUs || said.nonce !== undefined) return undefined
      const key = await keyOf(kid)
      const signed = Buffer.from(`${head}.${body}`)
      return key && verify('RSA-SHA256', signed, key, Buffer.from(signature, 'base64url')) ? said : undefined
    } catch {
      return undefined
    }
  }

  async function answer(request, response) {
    const { pathname } = new URL(request.url, address)
    const door = pages[`${request.method} ${pathname}`]
    if (!door) return page(response, '<p>There is nothing here.</p>', 404)
    const session = sessionOf(request)
    if (request.method === 'GET') return door(request, response, session)
    const fields = new URLSearchParams(await bodyOf(request))
    if (pathname !== '/signed-out' && (!session?.name || fields.get('form') !== session.form))
      return redirect(response, '/')
    return door(request, response, session, fields)
  }

  const server = createServer((request, response) => {
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; script-src ${home}; connect-src ${home}; base-uri 'none'; frame-ancestors 'none'`,
    )
    answer(request, response).catch(error => {
      // The tokens are worth nothing any more: the person took them back, or signed out elsewhere.
      const session = sessionOf(request)
      if (session) sessions.delete(session.id)
      console.error(error.code ?? error.name, error.error ?? '')
      page(response, '<p>That did not work. <a href="/sign-in">Sign in again</a></p>', 502)
    })
  })
  return new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(server)))
}

function redirect(response, to) {
  response.writeHead(303, { location: to, 'cache-control': 'no-store' })
  response.end()
}

async function bodyOf(request) {
  let body = ''
  for await (const piece of request) {
    body += piece
    if (body.length > 64_000) throw new Error('That is too long.')
  }
  return body
}
