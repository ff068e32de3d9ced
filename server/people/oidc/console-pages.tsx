/** The pages of the sites that people can sign in at, for administrators. */
import type { Page, WebRequest } from '../../base/http/index.ts'
import type { Policy } from '../../policy/document.ts'
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
  Tick,
  type Words,
} from '../../ui/index.ts'
import type { Visitor } from '../visitor.ts'
import { SiteForm } from './console-form.tsx'
import type { Site } from './sites.ts'
import { called, controllerName, Purpose, runnerOf } from './words.tsx'

export type Colleague = Extract<Visitor, { kind: 'staff' }>
/** A request by a colleague. */
export type Asked = WebRequest<Colleague> & Words
/** Where they are. */
export const home = '/console/sites'

/** All sites. */
export function listPage(asked: Asked, policy: Policy, issuer: string, sites: readonly Site[]): Page {
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
          {t('sites.console.issuer')} <Copyable>{issuer}</Copyable>
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
              { head: t('sites.consent.run-by'), cell: site => runnerOf(policy, site, asked) },
              { head: t('sites.console.controller'), cell: site => controllerName(policy, site.controller) },
              { head: t('sites.consent.purpose'), cell: site => <Purpose policy={policy} id={site.purpose} /> },
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

/** The form of a new one. */
export function newPage(asked: Asked, policy: Policy): Page {
  const { t, language } = asked
  return {
    title: t('sites.console.new'),
    current: home,
    body: (
      <>
        <h1>{t('sites.console.new')}</h1>
        <SiteForm
          site={undefined}
          policy={policy}
          action={`${home}/new`}
          words={asked}
          language={language}
          actor={asked.visitor.actor}
        />
      </>
    ),
  }
}

/** One of them, with what can be changed. */
export function onePage(asked: Asked, policy: Policy, site: Site): Page {
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
            { term: t('sites.consent.run-by'), value: runnerOf(policy, site, asked) },
            { term: t('sites.console.controller'), value: controllerName(policy, site.controller) },
            {
              term: t('sites.console.state'),
              value: <Badge tone={site.offAt ? 'warn' : 'ok'}>{t(`sites.console.${site.offAt ? 'off' : 'on'}`)}</Badge>,
            },
          ]}
        />
        <SiteForm
          site={site}
          policy={policy}
          action={at}
          words={asked}
          language={language}
          actor={asked.visitor.actor}
        />
        {site.confidential && (
          <section>
            <h2>{t('sites.console.secret')}</h2>
            <p>{t('sites.console.secret-lead')}</p>
            <Form action={`${at}/secret`}>
              <Tick name="keep" label={t('sites.console.secret-keep')} hint={t('sites.console.secret-keep-hint')} />
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

/** A secret, the one time that it is shown. */
export function secretPage({ t }: Asked, id: string, secret: string): Page {
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
