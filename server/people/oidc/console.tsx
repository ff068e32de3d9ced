/** The sites that people can sign in at: registered, changed and switched off by administrators. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import {
  Actions,
  Badge,
  Button,
  ButtonLink,
  Copyable,
  DefinitionList,
  Empty,
  Form,
  Notice,
  Table,
  type Words,
} from '../../ui/index.ts'
import { faultAt } from '../people.ts'
import { routes, type Visitor } from '../visitor.ts'
import { faultsOf, NewSiteFields, SiteFields, siteFrom, SiteForm } from './console-form.tsx'
import { oidcAt, type SiteParts } from './parts.ts'
import { changeSite, listSites, registerSite, rotateSecret, switchSite } from './site-acts.ts'
import type { Site } from './sites.ts'
import { called, Purpose, runnerOf } from './words.tsx'

type Colleague = Extract<Visitor, { kind: 'staff' }>
type Asked = WebRequest<Colleague> & Words
const params = Type.Object({ site: Type.String({ minLength: 1, maxLength: 40 }) })
const home = '/console/sites'

/** Whether a colleague's role looks after sites: the purposes that accounts and their safety have. */
export const keepsSites = ({ actor }: Pick<Colleague, 'actor'>): boolean =>
  actor.purposes.includes('security') && actor.purposes.includes('account')

/** List, one site, and the forms on them. */
export function siteConsoleRoutes(parts: SiteParts): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy
  const told = (refusal: Refusal) =>
    refusal.code === 'not-acknowledged' ? redirect('/console/acknowledge') : refused(refusal)
  const notTheirs = () => new Refusal('role-without-purpose', 'people.list-sites', policy().policy.version)

  async function all({ visitor }: Asked): Promise<Site[] | Refusal> {
    return keepsSites(visitor) ? listSites(parts, visitor.actor) : notTheirs()
  }
  async function one(asked: Asked, id: string): Promise<Site | undefined | Refusal> {
    const sites = await all(asked)
    return sites instanceof Refusal ? sites : sites.find(site => site.id === id)
  }

  function listPage(asked: Asked, sites: readonly Site[]): Page {
    const { t, language } = asked
    return {
      title: t('sites.console.title'),
      current: home,
      wide: true,
      body: (
        <>
          <h1>{t('sites.console.title')}</h1>
          <p class="lead">{t('sites.console.lead')}</p>
          <p>
            {t('sites.console.issuer')} <Copyable>{`${parts.publicUrl}${oidcAt}`}</Copyable>
          </p>
          {sites.length === 0 ? (
            <Empty>{t('sites.console.empty')}</Empty>
          ) : (
            <Table
              caption={t('sites.console.title')}
              quietCaption
              rows={sites}
              columns={[
                {
                  head: t('sites.consent.site'),
                  cell: site => <a href={`${home}/${site.id}`}>{called(site, language)}</a>,
                },
                { head: t('sites.console.id'), cell: site => site.id },
                { head: t('sites.consent.run-by'), cell: site => runnerOf(policy(), site.runBy, asked) },
                { head: t('sites.consent.purpose'), cell: site => <Purpose policy={policy()} id={site.purpose} /> },
                {
                  head: t('sites.console.state'),
                  cell: site => (
                    <Badge tone={site.offAt ? 'warn' : 'ok'}>{t(`sites.console.${site.offAt ? 'off' : 'on'}`)}</Badge>
                  ),
                },
              ]}
            />
          )}
          <Actions>
            <ButtonLink href={`${home}/new`}>{t('sites.console.new')}</ButtonLink>
          </Actions>
        </>
      ),
    }
  }

  function newPage(asked: Asked): Page {
    const { t, language } = asked
    return {
      title: t('sites.console.new'),
      current: home,
      body: (
        <>
          <h1>{t('sites.console.new')}</h1>
          <SiteForm site={undefined} policy={policy()} action={`${home}/new`} words={asked} language={language} />
        </>
      ),
    }
  }

  function onePage(asked: Asked, site: Site): Page {
    const { t, language } = asked
    const at = `${home}/${site.id}`
    return {
      title: called(site, language),
      current: home,
      body: (
        <>
          <h1>{called(site, language)}</h1>
          <DefinitionList
            items={[
              { term: t('sites.console.id'), value: site.id },
              { term: t('sites.consent.run-by'), value: runnerOf(policy(), site.runBy, asked) },
              {
                term: t('sites.console.state'),
                value: (
                  <Badge tone={site.offAt ? 'warn' : 'ok'}>{t(`sites.console.${site.offAt ? 'off' : 'on'}`)}</Badge>
                ),
              },
            ]}
          />
          <SiteForm site={site} policy={policy()} action={at} words={asked} language={language} />
          {site.confidential && (
            <section>
              <h2>{t('sites.console.secret')}</h2>
              <p>{t('sites.console.secret-lead')}</p>
              <Form action={`${at}/secret`}>
                <Actions>
                  <Button kind="secondary">{t('sites.console.secret-new')}</Button>
                </Actions>
              </Form>
            </section>
          )}
          <section>
            <h2>{t(`sites.console.switch.${site.offAt ? 'on' : 'off'}`)}</h2>
            <p>{t(`sites.console.switch.${site.offAt ? 'on' : 'off'}-lead`)}</p>
            <Form action={`${at}/switch`}>
              <input type="hidden" name="to" value={site.offAt ? 'on' : 'off'} />
              <Actions>
                <Button kind={site.offAt ? 'secondary' : 'danger'}>
                  {t(`sites.console.switch.${site.offAt ? 'on' : 'off'}`)}
                </Button>
              </Actions>
            </Form>
          </section>
        </>
      ),
    }
  }

  function secretPage({ t }: Asked, id: string, secret: string): Page {
    return {
      title: t('sites.console.secret'),
      current: home,
      body: (
        <>
          <h1>{t('sites.console.secret')}</h1>
          <Notice tone="warn">{t('sites.console.secret-once')}</Notice>
          <p>
            {t('sites.console.id')} <Copyable>{id}</Copyable>
          </p>
          <p>
            {t('sites.console.secret')} <Copyable>{secret}</Copyable>
          </p>
          <Actions>
            <ButtonLink href={`${home}/${id}`}>{t('sites.console.secret-kept')}</ButtonLink>
          </Actions>
        </>
      ),
    }
  }

  const shown = async (asked: Asked, id: string): Promise<Page> => {
    const site = await one(asked, id)
    return site === undefined || site instanceof Refusal ? newPage(asked) : onePage(asked, site)
  }

  return [
    routes.page({
      path: home,
      act: 'people.list-sites',
      who: 'staff',
      render: async asked => {
        const sites = await all(asked)
        return sites instanceof Refusal ? told(sites) : listPage(asked, sites)
      },
    }),
    routes.page({
      path: `${home}/new`,
      act: 'people.register-site',
      who: 'staff',
      render: asked => (keepsSites(asked.visitor) ? newPage(asked) : refused(notTheirs())),
    }),
    routes.form({
      path: `${home}/new`,
      act: 'people.register-site',
      who: 'staff',
      body: NewSiteFields,
      again: async asked => newPage(asked),
      handle: async asked => {
        const { t, body, visitor } = asked
        if (!keepsSites(visitor)) return refused(notTheirs())
        const site = siteFrom(body, {
          id: body.id,
          confidential: body.kind === 'confidential',
          runBy: body['run-by'] || null,
          offAt: null,
        })
        const faults = faultsOf(site, policy(), asked)
        if (faults.length > 0) return invalid(...faults)
        const done = await registerSite(parts, visitor.actor, site)
        if (done instanceof Refusal) return told(done)
        if (done === 'taken') return invalid(faultAt('id', t('sites.fault.taken')))
        if (done.secret === undefined) return redirect(`${home}/${site.id}`, { done: 'sites.done.registered' })
        return secretPage(asked, site.id, done.secret)
      },
    }),
    routes.page({
      path: `${home}/:site`,
      act: 'people.list-sites',
      who: 'staff',
      params,
      render: async asked => {
        const site = await one(asked, asked.params.site)
        if (site instanceof Refusal) return told(site)
        return site ? onePage(asked, site) : fault('not-found')
      },
    }),
    routes.form({
      path: `${home}/:site`,
      act: 'people.change-site',
      who: 'staff',
      params,
      body: SiteFields,
      again: async asked => shown(asked, asked.params.site),
      handle: async asked => {
        const former = await one(asked, asked.params.site)
        if (former instanceof Refusal) return told(former)
        if (!former) return fault('not-found')
        const site = siteFrom(asked.body, former)
        const faults = faultsOf(site, policy(), asked)
        if (faults.length > 0) return invalid(...faults)
        const done = await changeSite(parts, asked.visitor.actor, site)
        if (done instanceof Refusal) return told(done)
        return redirect(`${home}/${site.id}`, { done: 'sites.done.saved' })
      },
    }),
    routes.form({
      path: `${home}/:site/secret`,
      act: 'people.change-site',
      who: 'staff',
      params,
      body: Type.Object({}),
      handle: async asked => {
        if (!keepsSites(asked.visitor)) return refused(notTheirs())
        const done = await rotateSecret(parts, asked.visitor.actor, asked.params.site)
        if (done instanceof Refusal) return told(done)
        return done === 'unknown' ? fault('not-found') : secretPage(asked, asked.params.site, done.secret)
      },
    }),
    routes.form({
      path: `${home}/:site/switch`,
      act: 'people.change-site',
      who: 'staff',
      params,
      body: Type.Object({ to: Type.Enum(['on', 'off'] as const) }),
      handle: async asked => {
        if (!keepsSites(asked.visitor)) return refused(notTheirs())
        const { to } = asked.body
        const done = await switchSite(parts, asked.visitor.actor, asked.params.site, to === 'on')
        if (done instanceof Refusal) return told(done)
        if (done === 'unknown') return fault('not-found')
        return redirect(`${home}/${asked.params.site}`, { done: `sites.done.${to}` })
      },
    }),
  ]
}
