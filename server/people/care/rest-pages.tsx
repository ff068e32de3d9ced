/** The pages with which an ID is paused, closed, and gone on with. */
import { Type } from 'typebox'
import { link, redirect, refused } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Form, Notice, T, Time, type Words } from '../../ui/index.ts'
import { lastDay } from '../closed.ts'
import { needingProof } from '../factors/index.ts'
import type { PeopleParts } from '../parts.ts'
import { deviceOf, noCookie } from '../session-cookie.ts'
import { clauseLink } from '../sign-up-pages.tsx'
import { routes, type Visitor } from '../visitor.ts'
import { securityLink } from './change-pages.tsx'
import { goOn, rest } from './pausing.ts'

type Asked = WebRequest<Extract<Visitor, { kind: 'customer' }>> & Words
type Resting = WebRequest<Extract<Visitor, { kind: 'resting' }>> & Words

function pausePage({ t, language }: Asked): Page {
  return {
    title: t('care.pause.title'),
    current: securityLink(language),
    body: (
      <>
        <h1>{t('care.pause.title')}</h1>
        <p class="lead">{t('care.pause.lead')}</p>
        <ul>
          {(['sessions', 'desk', 'letters', 'kept', 'back'] as const).map(what => (
            <li key={what}>{t(`care.pause.${what}`)}</li>
          ))}
        </ul>
        <Form action={link(language, 'account', 'pause')} confirm={t('care.pause.confirm')}>
          <Actions>
            <Button>{t('care.pause.submit')}</Button>
            <ButtonLink href={securityLink(language)}>{t('care.back')}</ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  }
}

/** Pause, close, go on. */
export function restRoutes(parts: PeopleParts): Route[] {
  function closePage({ t, language, clock }: Asked): Page {
    const until = lastDay(parts, clock.now())
    const clause = parts.gate.policy().compiled.loaded.policy.purposes['account']?.clause ?? 'account'
    return {
      title: t('care.close.title'),
      current: securityLink(language),
      body: (
        <>
          <h1>{t('care.close.title')}</h1>
          <p class="lead">{t('care.close.lead')}</p>
          <h2>{t('care.close.goes-title')}</h2>
          <p>{t('care.close.goes', { until })}</p>
          <h2>{t('care.close.stays-title')}</h2>
          <p>
            <T k="care.close.stays" parts={{ clause: clauseLink(language, clause) }} />
          </p>
          <Notice tone="warn">{t('care.close.honest')}</Notice>
          <p>
            <T
              k="care.close.copy"
              parts={{ copy: words => <a href={link(language, 'privacy-centre/copy')}>{words}</a> }}
            />
          </p>
          <Form action={link(language, 'account', 'close')} confirm={t('care.close.confirm')}>
            <Actions>
              <Button kind="danger">{t('care.close.submit')}</Button>
              <ButtonLink href={securityLink(language)}>{t('care.back')}</ButtonLink>
            </Actions>
          </Form>
        </>
      ),
    }
  }

  function restingPage({ t, language, visitor: { state, since } }: Resting): Page {
    return {
      title: t(`care.resting.${state}-title`),
      body: (
        <>
          <h1>{t(`care.resting.${state}-title`)}</h1>
          <p class="lead">{t(`care.resting.${state}`, { since, until: lastDay(parts, since) })}</p>
          {state === 'closed' && (
            <p>
              {t('care.resting.until')} <Time at={lastDay(parts, since)} />
            </p>
          )}
          <Form action={link(language, 'account', 'resting')}>
            <Actions>
              <Button>{t(`care.resting.${state}-submit`)}</Button>
            </Actions>
          </Form>
        </>
      ),
    }
  }

  const ending = (how: 'pause' | 'close', page: (request: Asked) => Page) => {
    const common = {
      path: `/:lang/account/${how}`,
      act: how === 'pause' ? 'people.pause' : 'people.close',
      who: 'customer',
    } as const
    return [
      routes.page({ ...common, render: page }),
      needingProof(
        routes.form({
          ...common,
          body: Type.Object({}),
          again: page,
          handle: async request => {
            const done = await rest(parts, how, request.visitor.person, deviceOf(request))
            if (done instanceof Refusal) return refused(done)
            return redirect(link(request.language), { cookies: [noCookie], done: `care.done.${how}` })
          },
        }),
      ),
    ]
  }
  const resting = { path: '/:lang/account/resting', act: 'people.pause', who: 'resting' } as const

  return [
    ...ending('pause', pausePage),
    ...ending('close', closePage),
    routes.page({ ...resting, render: restingPage }),
    routes.form({
      ...resting,
      body: Type.Object({}),
      again: restingPage,
      handle: async request => {
        const { visitor, language } = request
        const done = await goOn(parts, visitor.state, visitor.person, deviceOf(request))
        if (done instanceof Refusal) return refused(done)
        return redirect(link(language, 'account'), {
          done: visitor.state === 'paused' ? 'care.done.resumed' : 'care.done.reopened',
        })
      },
    }),
  ]
}
