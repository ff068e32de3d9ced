/** Somebody comes from a site: who they are, what it may see, and back. */
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Redirect, Route, WebRequest } from '../../base/http/index.ts'
import { needsAgreement } from '../../policy/compile.ts'
import { Actions, Button, DefinitionList, Form, Notice, type Words } from '../../ui/index.ts'
import { lifetimes } from '../people.ts'
import { deviceOf, withNext } from '../session-cookie.ts'
import { routes, type Visitor } from '../visitor.ts'
import { allowSite, type Customer } from './consents.ts'
import type { SiteParts } from './parts.ts'
import type { SiteRequest, SiteSignIn } from './requests.ts'
import { agreedTo } from './standing.ts'
import { isApp } from './sites.ts'
import { called, Purpose, runnerOf, Seen } from './words.tsx'

type Asked = WebRequest<Visitor, { request: string }> & Words

const params = Type.Object({ request: Type.String({ minLength: 10, maxLength: 60 }) })

/** Stands for what a question shows, so that a yes to one is no yes to another. */
const fingerprintOf = ({ site: { purpose, runBy, address }, wants }: SiteRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([purpose, runBy, address, wants]))
    .digest('base64url')

/** The pages between a site and the site again. */
export function siteSignInRoutes(parts: SiteParts, signIn: SiteSignIn): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy
  const here = ({ language, params: { request } }: Asked) => link(language, 'sites', 'sign-in', request)

  /** A page that leads on by itself, so that no form of ours ends at another host: what a form may do stays as narrow as it is. */
  function onPage({ t, language }: Asked, request: SiteRequest, to: string): Page {
    const site = called(request.site, language)
    return {
      title: t('sites.on.title', { site }),
      headers: { refresh: `0; url=${to}` },
      referrer: 'none',
      body: (
        <>
          <h1>{t('sites.on.title', { site })}</h1>
          <p>
            <a href={to}>{t('sites.on.go', { site })}</a>
          </p>
        </>
      ),
    }
  }

  const overPage = ({ t }: Asked): Page => ({
    title: t('sites.over.title'),
    status: 410,
    body: (
      <>
        <h1>{t('sites.over.title')}</h1>
        <p class="lead">{t('sites.over.lead')}</p>
      </>
    ),
  })

  function colleaguePage({ t, language }: Asked, request: SiteRequest): Page {
    return {
      title: t('sites.colleague.title'),
      status: 403,
      body: (
        <>
          <h1>{t('sites.colleague.title')}</h1>
          <p class="lead">{t('sites.colleague.lead', { site: called(request.site, language) })}</p>
        </>
      ),
    }
  }

  /** Who has to show first who they are, and then comes back here. */
  const prove = (asked: Asked): Redirect => redirect(withNext(link(asked.language, 'prove'), here(asked)))

  async function consentPage(asked: Asked, visitor: Customer, request: SiteRequest): Promise<Page> {
    const { t, language } = asked
    const { site } = request
    const name = called(site, language)
    const purpose = policy().purposes[site.purpose]
    const waits = purpose && needsAgreement(purpose) && !(await agreedTo(parts, visitor.person, site.purpose))
    return {
      title: t('sites.consent.title', { site: name }),
      body: (
        <>
          <h1>{t('sites.consent.title', { site: name })}</h1>
          <p class="lead">{t('sites.consent.lead', { site: name, name: visitor.name })}</p>
          <DefinitionList
            items={[
              {
                term: t('sites.consent.site'),
                value: isApp(site) ? t('sites.consent.app', { address: site.address }) : site.address,
              },
              { term: t('sites.consent.run-by'), value: runnerOf(policy(), site, asked) },
              { term: t('sites.consent.sees'), value: <Seen scopes={request.wants} /> },
              { term: t('sites.consent.purpose'), value: <Purpose policy={policy()} id={site.purpose} /> },
              { term: t('sites.consent.until'), value: t('sites.consent.until-text') },
            ]}
          />
          {waits && (
            <Notice tone="info">
              {t('sites.consent.waits', { site: name })}{' '}
              <a href={link(language, 'privacy-centre', 'consents')}>{t('sites.consent.waits-way')}</a>
            </Notice>
          )}
          <Form action={here(asked)}>
            <input type="hidden" name="seen" value={fingerprintOf(request)} />
            <Actions>
              <Button name="answer" value="allow">
                {t('sites.consent.allow')}
              </Button>
              <Button name="answer" value="refuse">
                {t('sites.consent.refuse')}
              </Button>
            </Actions>
          </Form>
          <p class="muted">{t('sites.consent.note', { site: name })}</p>
        </>
      ),
    }
  }

  /** What comes next for somebody; a page, or a way to one. */
  async function next(asked: Asked, request: SiteRequest): Promise<Page | Redirect> {
    const { visitor, language } = asked
    if (visitor.kind === 'staff') return colleaguePage(asked, request)
    if (visitor.kind !== 'customer') return redirect(withNext(link(language, 'sign-in'), here(asked)))
    if (request.isForOther) return onPage(asked, request, await signIn.answer(request, visitor, 'not-them'))
    const { provenSince } = request
    if (provenSince && visitor.provenAt < provenSince) return prove(asked)
    const missing = await signIn.missing(request, visitor.person)
    const isFirst = missing.length > 0 || !(await signIn.isKnown(request, visitor.person))
    if (!isFirst && !request.wantsConsent)
      return onPage(asked, request, await signIn.answer(request, visitor, 'allowed'))
    if (!signIn.mayAllow(request, visitor, lifetimes.proof)) return prove(asked)
    return consentPage(asked, visitor, request)
  }

  return [
    routes.page({
      path: '/:lang/sites/sign-in/:request',
      act: 'people.allow-site',
      who: 'anyone',
      params,
      render: async asked => {
        const request = await signIn.requestOf(asked.params.request)
        return request ? next(asked, request) : overPage(asked)
      },
    }),
    routes.form({
      path: '/:lang/sites/sign-in/:request',
      act: 'people.allow-site',
      who: 'customer',
      params,
      body: Type.Object({
        answer: Type.Enum(['allow', 'refuse'] as const),
        seen: Type.Optional(Type.String({ maxLength: 60, description: 'what the page showed that is answered' })),
      }),
      handle: async asked => {
        const { visitor, body } = asked
        const request = await signIn.requestOf(asked.params.request)
        if (!request) return overPage(asked)
        if (body.answer === 'refuse') return onPage(asked, request, await signIn.answer(request, visitor, 'refused'))
        // A page that was left open is looked at anew: it may ask for the password by now.
        if (!signIn.mayAllow(request, visitor, lifetimes.proof)) return next(asked, request)
        // A yes is to what was shown: what an administrator changed since is shown first.
        if (body.seen !== fingerprintOf(request)) return next(asked, request)
        const refusal = await allowSite(parts, visitor, request.site, request.wants, deviceOf(asked))
        if (refusal) return refused(refusal)
        return onPage(asked, request, await signIn.answer(request, visitor, 'allowed'))
      },
    }),
  ]
}
