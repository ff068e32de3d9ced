/** The sites that somebody lets use their ID: what each may see, since when, and taking it back. */
import { Type } from 'typebox'
import { fault, link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Badge, Button, Card, Cards, DefinitionList, Empty, Form, Time, type Words } from '../../ui/index.ts'
import { deviceOf } from '../session-cookie.ts'
import { routes } from '../visitor.ts'
import type { AllowedRow } from './consent-store.ts'
import { type Customer, revokeSite, viewSites } from './consents.ts'
import type { SiteParts } from './parts.ts'
import { called, Purpose, runnerOf, Seen } from './words.tsx'

type Asked = WebRequest<Customer> & Words

/** The page, and the form on it. */
export function ownSiteRoutes(parts: SiteParts): Route[] {
  const policy = () => parts.gate.policy().compiled.loaded.policy

  function page(asked: Asked, sites: readonly AllowedRow[]): Page {
    const { t, language } = asked
    return {
      title: t('sites.own.title'),
      current: link(language, 'account'),
      body: (
        <>
          <h1>{t('sites.own.title')}</h1>
          <p class="lead">{t('sites.own.lead')}</p>
          {sites.length === 0 ? (
            <Empty>{t('sites.own.empty')}</Empty>
          ) : (
            <Cards>
              {sites.map(row => {
                const name = called({ names: row.names, id: row.site }, language)
                return (
                  <Card key={row.site} title={name}>
                    {row.off_at && <Badge tone="warn">{t('sites.own.off')}</Badge>}
                    <DefinitionList
                      items={[
                        { term: t('sites.consent.site'), value: row.address },
                        {
                          term: t('sites.consent.run-by'),
                          value: runnerOf(policy(), { runBy: row.run_by, controller: row.controller }, asked),
                        },
                        { term: t('sites.consent.sees'), value: <Seen scopes={row.scopes} /> },
                        { term: t('sites.consent.purpose'), value: <Purpose policy={policy()} id={row.purpose} /> },
                        { term: t('sites.own.since'), value: <Time at={row.recorded_at} /> },
                        {
                          term: t('sites.own.used'),
                          value: row.used_at ? <Time at={row.used_at} precise /> : t('sites.own.unused'),
                        },
                      ]}
                    />
                    <Form action={link(language, 'account', 'sites')}>
                      <input type="hidden" name="site" value={row.site} />
                      <Actions>
                        <Button kind="secondary">
                          {t('sites.own.revoke')}
                          <span class="unseen"> {name}</span>
                        </Button>
                      </Actions>
                    </Form>
                  </Card>
                )
              })}
            </Cards>
          )}
        </>
      ),
    }
  }

  return [
    routes.page({
      path: '/:lang/account/sites',
      act: 'people.view-sites',
      who: 'customer',
      render: async asked => {
        const sites = await viewSites(parts, asked.visitor.actor)
        return sites instanceof Refusal ? refused(sites) : page(asked, sites)
      },
    }),
    routes.form({
      path: '/:lang/account/sites',
      act: 'people.revoke-site',
      who: 'customer',
      body: Type.Object({ site: Type.String({ minLength: 1, maxLength: 40 }) }),
      handle: async asked => {
        const done = await revokeSite(parts, asked.visitor, asked.body.site, deviceOf(asked))
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return fault('not-found')
        return redirect(link(asked.language, 'account', 'sites'), { done: 'sites.done.revoked' })
      },
    }),
  ]
}
