/** What the page says besides its boxes: what one button ends, what is paused, and what goes on without anybody's yes. */
import { link } from '../base/http/index.ts'
import { Button, DefinitionList, Form } from '../ui/index.ts'
import { stopsFor } from './ahead.ts'
import { alwaysFor } from './consent.ts'
import type { Consents } from './say.ts'
import { clauseHref, consentsLink, type Asked, sayCategory, sayPurpose } from './words.tsx'

/** What each part is given. */
export interface Given {
  request: Asked
  seen: Consents
}

/** One button for everything that somebody may want to end; it says what it would end. */
export function StopAll({ request, seen }: Given) {
  const { t, language, formats } = request
  const stops = stopsFor(seen)
  const names = formats.list(
    stops.map(({ purpose }) => t('consent.quoted', { what: sayPurpose(purpose, seen, language).says })),
  )
  return (
    <div class="card stop-all">
      <Form action={consentsLink(language, 'stop')}>
        <Button kind="secondary" refusal={stops.length > 0 ? undefined : t('consent.stop.nothing')}>
          {t('consent.do.stop')}
        </Button>
      </Form>
      {stops.length > 0 && <p class="hint">{t('consent.stop.what', { names })}</p>}
    </div>
  )
}

/** What is kept and not used, as somebody asked; and where they ask. */
export function Paused({ request, seen }: Given) {
  const { t, language, formats } = request
  const { everything, categories } = seen.restricted
  const names = formats.list(categories.map(id => sayCategory(id, seen, language)))
  return (
    <section>
      <h2>{t('consent.pause.title')}</h2>
      <p>
        {everything
          ? t('consent.pause.everything')
          : categories.length > 0
            ? t('consent.pause.some', { names })
            : t('consent.pause.nothing')}{' '}
        <a href={link(language, 'privacy-centre', 'pause')}>{t('consent.pause.change')}</a>
      </p>
    </section>
  )
}

/** What needs nobody's yes: words, because a box that cannot be changed is none. */
export function Always({ request, seen }: Given) {
  const { t, language } = request
  const always = alwaysFor(seen.inForce.compiled.loaded.policy, seen.relation)
  if (always.length === 0) return null
  return (
    <section>
      <h2>{t('consent.always.title')}</h2>
      <p>{t('consent.always.lead')}</p>
      <DefinitionList
        items={always.map(({ purpose, basis, clause }) => ({
          term: <Says purpose={purpose} request={request} seen={seen} />,
          value: t(`consent.basis.${basis}`),
          action: (
            <a href={clauseHref(language, clause)}>
              {t('consent.clause')}
              <span class="unseen">: {sayPurpose(purpose, seen, language).says}</span>
            </a>
          ),
        }))}
      />
    </section>
  )
}

function Says({ purpose, request, seen }: Given & { purpose: string }) {
  const { says, language } = sayPurpose(purpose, seen, request.language)
  return language === request.language ? <>{says}</> : <span lang={language}>{says}</span>
}
