/** The part of the cookies page that is about this browser: what it has now, since when, and the choice per purpose. */
import type { ComponentChildren } from 'preact'
import { link, type WebRequest } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import { Badge, Notice, Time, type Words } from '../../ui/index.ts'
import { wordingOf } from '../wording.ts'
import { type AccountParts, accountSaid, optionalNow, proofsOf } from './acts.ts'
import { deviceOf, isDirected, mayOnDevice } from './choice.ts'
import { pageHash } from './words.ts'

type Asked = WebRequest<Visitor> & Words

/** @returns undefined where nothing is optional */
export async function choiceSection(parts: AccountParts, request: Asked): Promise<ComponentChildren | undefined> {
  const list = optionalNow(parts)
  if (!list) return undefined
  const { t, language, visitor } = request
  const { loaded } = parts.gate.policy().compiled
  const device = deviceOf(request, list)
  const { choice } = device
  const [account, proofs] = await Promise.all([
    accountSaid(parts, visitor, list),
    choice ? proofsOf(parts, choice.id) : [],
  ])
  const action = link(language, 'cookies')
  const since = proofs[0]?.at
  const state = isDirected(device) ? 'signal' : choice || account.size > 0 ? 'chosen' : 'none'
  return (
    <section class="cookie-choice" aria-labelledby="choice">
      <h2 id="choice">{t('cookies.page.title')}</h2>
      <p>
        {t(`cookies.page.${state}`)}{' '}
        {since && (
          <>
            {t('cookies.page.since')} <Time at={since} />.
          </>
        )}
      </p>
      {device.signal && state !== 'signal' && <Notice tone="info">{t('cookies.page.over-signal')}</Notice>}
      <form method="post" action={action}>
        <input type="hidden" name="version" value={list.version} />
        <input type="hidden" name="wording" value={pageHash(loaded, list, { t, language })} />
        <input type="hidden" name="page" value={action} />
        <input type="hidden" name="choice" value="save" />
        {list.purposes.map(purpose => {
          const words = wordingOf(loaded, purpose, language)
          const foreign = words && words.language !== language ? words.language : undefined
          const on = mayOnDevice(list, device, purpose, account)
          const id = `optional-${purpose}`
          return (
            <div class="card" key={purpose}>
              <h3 class="card-title" id={`${id}-title`} lang={foreign}>
                {words?.says}
              </h3>
              <p>
                <span lang={foreign}>{words?.text}</span>{' '}
                <a href={`${link(language, 'privacy')}#${words?.clause}`}>
                  {t('consent.clause')}
                  <span class="unseen">: {words?.says}</span>
                </a>
              </p>
              <div class="choice">
                <input
                  type="checkbox"
                  id={id}
                  name="agree"
                  value={purpose}
                  checked={on}
                  aria-describedby={`${id}-title`}
                />
                <label for={id}>{t('cookies.page.agree')}</label>
              </div>
              <p class="hint">
                <Badge tone={on ? 'ok' : 'neutral'}>{t(on ? 'cookies.page.yes' : 'cookies.page.no')}</Badge>
              </p>
            </div>
          )
        })}
        <p class="actions">
          <button type="submit" class="button button-primary">
            {t('cookies.page.save')}
          </button>
          {proofs.length > 0 && <a href={link(language, 'cookies', 'proof')}>{t('cookies.page.proof')}</a>}
        </p>
      </form>
      <p class="muted">
        {t('cookies.page.device')} {visitor.kind === 'customer' && t('cookies.page.account')} {t('cookies.page.gpc')}
      </p>
    </section>
  )
}
