/** Signing out from a site (OpenID Connect RP-Initiated Logout 1.0): always with a question, and back to the site. */
import { Type, type Static } from 'typebox'
import { fault, link, redirect } from '../../base/http/index.ts'
import type { Page, Redirect, Route, WebRequest } from '../../base/http/index.ts'
import { Actions, Button, ButtonLink, Form, type Words } from '../../ui/index.ts'
import { deviceOf, noCookie } from '../session-cookie.ts'
import { signOut } from '../sign-in.ts'
import { routes, type Visitor } from '../visitor.ts'
import { oidcAt, type SiteParts } from './parts.ts'
import type { SiteSignIn } from './requests.ts'
import { siteFor } from './site-acts.ts'
import { called } from './words.tsx'

const text = Type.Optional(Type.String({ maxLength: 4_000 }))
const Wanted = Type.Object({
  id_token_hint: text,
  client_id: text,
  post_logout_redirect_uri: text,
  state: text,
  ui_locales: text,
  logout_hint: text,
})
const Way = Type.Object({
  site: Type.Optional(Type.String({ maxLength: 40 })),
  to: Type.Optional(Type.String({ maxLength: 500 })),
  state: Type.Optional(Type.String({ maxLength: 1_000 })),
})
type Asked = WebRequest<Visitor> & Words

/** The end of a session as the protocol asks for it, and our own page for it. */
export function siteSignOutRoutes(parts: SiteParts, signIn: SiteSignIn): Route[] {
  /** The site that asks: named by itself, or by a token that we gave it, and by both alike. */
  async function siteOf({
    client_id: named,
    id_token_hint: hint,
  }: Static<typeof Wanted>): Promise<string | undefined | 'wrong'> {
    if (hint === undefined) return named
    const provider = await signIn.provider()
    const id = audienceOf(hint)
    const client = id === undefined ? undefined : await provider.Client.find(id)
    if (!client || (named !== undefined && named !== id)) return 'wrong'
    // Also one that has ended (2): that it was ours is what counts.
    const isOurs = await provider.IdToken.validate(hint, client).then(
      () => true,
      () => false,
    )
    return isOurs ? id : 'wrong'
  }

  async function begin(wanted: Static<typeof Wanted>, { language, languages }: Asked) {
    const site = await siteOf(wanted)
    if (site === 'wrong') return fault('not-found')
    const [first] = (wanted.ui_locales ?? '').split(' ').map(one => one.split('-')[0])
    const spoken = languages.find(one => one === first) ?? language
    const { post_logout_redirect_uri: to, state } = wanted
    const query = new URLSearchParams({
      ...(site === undefined ? {} : { site }),
      ...(to === undefined ? {} : { to }),
      ...(state === undefined ? {} : { state }),
    })
    return redirect(`${link(spoken, 'sites', 'sign-out')}${query.size > 0 ? `?${query}` : ''}`)
  }

  /** Back at the site, if that is an address that it registered for this. */
  async function backAt({ site, to, state }: Static<typeof Way>) {
    const found = site === undefined ? undefined : await siteFor(parts, site)
    const known = found && !found.site.offAt ? found.site : undefined
    if (!known || to === undefined) return { site: known }
    if (!known.postLogoutUris.includes(to)) return 'wrong'
    const url = new URL(to)
    if (state !== undefined) url.searchParams.set('state', state)
    return { site: known, url: url.href }
  }

  function donePage({ t, language }: Asked, { site, url }: Exclude<Awaited<ReturnType<typeof backAt>>, 'wrong'>): Page {
    const name = site && called(site, language)
    return {
      title: t('sites.out.done'),
      ...(url === undefined ? {} : { headers: { refresh: `0; url=${url}` } }),
      referrer: 'none',
      body: (
        <>
          <h1>{t('sites.out.done')}</h1>
          {url !== undefined && (
            <p>
              <a href={url}>{t('sites.on.go', { site: name ?? url })}</a>
            </p>
          )}
        </>
      ),
    }
  }

  return [
    // It shows nothing itself: it leads to the page that asks.
    routes.file({
      path: `${oidcAt}/session/end`,
      act: 'people.sign-out',
      who: 'anyone',
      type: 'text/html; charset=utf-8',
      query: Wanted,
      answer: asked => begin(asked.query, asked),
    }),
    routes.form({
      path: `${oidcAt}/session/end`,
      act: 'people.sign-out',
      who: 'anyone',
      body: Wanted,
      // It changes nothing: it asks.
      withoutToken: 'OpenID Connect RP-Initiated Logout 1.0, 2',
      handle: asked => begin(asked.body, asked),
    }),
    routes.page({
      path: '/:lang/sites/sign-out',
      act: 'people.sign-out',
      who: 'anyone',
      query: Way,
      render: async asked => {
        const { t, language, query, visitor } = asked
        const back = await backAt(query)
        if (back === 'wrong') return fault('not-found')
        // A colleague has no sign-in at sites.
        if (visitor.kind !== 'customer') return donePage(asked, back)
        const site = back.site && called(back.site, language)
        return {
          title: t('sites.out.title'),
          body: (
            <>
              <h1>{t('sites.out.title')}</h1>
              <p class="lead">{site === undefined ? t('sites.out.lead') : t('sites.out.lead-site', { site })}</p>
              <Form action={link(language, 'sites', 'sign-out')}>
                {Object.entries(query).map(([name, value]) => (
                  <input key={name} type="hidden" name={name} value={value} />
                ))}
                <Actions>
                  <Button>{t('sites.out.submit')}</Button>
                  <ButtonLink href={back.url ?? link(language, 'account')} kind="secondary">
                    {t('sites.out.stay')}
                  </ButtonLink>
                </Actions>
              </Form>
            </>
          ),
        }
      },
    }),
    routes.form({
      path: '/:lang/sites/sign-out',
      act: 'people.sign-out',
      who: 'customer',
      body: Way,
      handle: async (asked): Promise<Page | Redirect | ReturnType<typeof fault>> => {
        const back = await backAt(asked.body)
        if (back === 'wrong') return fault('not-found')
        await signOut(parts, asked.visitor, deviceOf(asked))
        return { ...donePage(asked, back), cookies: [noCookie] }
      },
    }),
  ]
}

/** Whom a token says that it is for, before anything of it is believed. */
function audienceOf(token: string): string | undefined {
  try {
    const { aud } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { aud?: unknown }
    return typeof aud === 'string' ? aud : undefined
  } catch {
    return undefined
  }
}
