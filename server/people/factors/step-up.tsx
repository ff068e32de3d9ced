/** Step-up: what a forgotten open browser must not do asks for a fresh proof of who is there. */
import { fault, link, redirect, type Outcome, type Page, type Route, type WebRequest } from '../../base/http/index.ts'
import { Actions, ButtonLink, type Words } from '../../ui/index.ts'
import { lifetimes } from '../people.ts'
import { withNext } from '../session-cookie.ts'
import { isSignedIn, type SignedIn } from '../signed-in.ts'
import type { Visitor } from '../visitor.ts'

type Asked = WebRequest<Visitor>

/**
 * Whether somebody showed lately who they are (NIST 800-63B-4, 5.2; OWASP ASVS 5.0, 7.5.1).
 * @param now of the clock
 */
export const isProven = ({ provenAt }: Pick<SignedIn, 'provenAt'>, now: Date): boolean =>
  now.getTime() - provenAt.getTime() < lifetimes.proof

/**
 * A route that runs only within ten minutes of a proof: of the password with the second factor, or of a passkey. A page
 * leads to the page where that is shown, and back; a form that holds something gives it back, to be sent after that; a call
 * ends with the problem `proof-needed`. Who is not signed in is left to the route itself.
 * @param at the page where a form without anything typed leads back to; default: its own address
 */
export function needingProof(route: Route, at: (request: Asked) => string = addressOf): Route {
  const run = route.run as (request: Asked) => Promise<Outcome> | Outcome
  const isCall = route.path.startsWith('/api/')
  const guarded = (request: Asked): Promise<Outcome> | Outcome => {
    const { visitor, clock, language } = request
    if (!isSignedIn(visitor) || isProven(visitor, clock.now())) return run(request)
    if (isCall) return fault('proof-needed')
    const prove = withNext(link(language, 'prove'), route.method === 'GET' ? addressOf(request) : at(request))
    const holdsSomething = route.kind === 'form' && Object.keys(request.body as object).length > 0
    return holdsSomething ? fault('proof-needed', { prove }) : redirect(prove)
  }
  const problems = isCall ? { problems: { ...route.problems, 'proof-needed': 403 } } : {}
  const { again } = route
  const shownAgain = again && {
    again: (request: Asked & Words) => (isSignedIn(request.visitor) ? again(request as never) : signInFirst(request)),
  }
  return { ...route, ...problems, ...shownAgain, run: guarded }
}

/** In the place of a form that is wrong, for whoever may not see it: a route that customers and colleagues share lets anybody send. */
function signInFirst({ t, language }: Asked & Words): Page {
  const title = t('ui.fault.sign-in-needed.title')
  return {
    title,
    body: (
      <>
        <h1>{title}</h1>
        <p class="lead">{t('ui.fault.sign-in-needed.detail')}</p>
        <Actions>
          <ButtonLink kind="primary" href={link(language, 'sign-in')}>
            {t('ui.fault.sign-in')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** With what was asked for after the question mark. */
function addressOf({ path, query }: Asked): string {
  const asked = Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== undefined)
  const parameters = new URLSearchParams(asked.map(([name, value]): [string, string] => [name, String(value)]))
  return parameters.size > 0 ? `${path}?${parameters}` : path
}
