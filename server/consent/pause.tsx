/** Keeping without using (GDPR 18): everything, or one category after the other; at once, and taken back the same way. */
import { Type } from 'typebox'
import { invalid, link, redirect, refused, type Page, type Route } from '../base/http/index.ts'
import { routes } from '../people/index.ts'
import { Refusal } from '../policy/refusal.ts'
import { Actions, Button, Form, Notice, useScene } from '../ui/index.ts'
import { categoriesToPause } from './consent.ts'
import { sayRestrictions } from './restrict.ts'
import * as acts from './say.ts'
import { consentsLink, sayCategory, sayPurpose, type Asked } from './words.tsx'

const path = '/:lang/privacy-centre/pause'
const layout = 'pause/1'
/** In the place of a category: all that is held. */
const everything = 'everything'
const boxes = Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100, default: [] })

/** The page and its form. */
export function pauseRoutes(parts: acts.ConsentParts): Route[] {
  const who = 'customer'
  async function page(request: Asked): Promise<Page | Refusal> {
    const seen = await acts.viewConsents(parts, request.visitor.actor)
    return seen instanceof Refusal ? seen : pausePage(request, seen)
  }
  return [
    routes.page({
      path,
      act: 'consent.view',
      who,
      render: async request => {
        const shown = await page(request)
        return shown instanceof Refusal ? refused(shown) : shown
      },
    }),
    routes.form({
      path,
      act: 'consent.restrict',
      who,
      body: Type.Object({ pause: boxes, shown: boxes }),
      again: async request => {
        const shown = await page(request)
        return shown instanceof Refusal
          ? { title: request.t('consent.pause.title'), body: request.t('consent.withheld') }
          : shown
      },
      handle: async request => {
        const { body, visitor, language, t } = request
        const changed = [...new Set([...body.pause, ...body.shown])].filter(
          one => body.pause.includes(one) !== body.shown.includes(one),
        )
        const wanted = changed.map(one => ({
          said: body.pause.includes(one) ? ('restrict' as const) : ('release' as const),
          category: one === everything ? null : one,
        }))
        const where = { language, place: 'pause', layout }
        const done = wanted.length > 0 ? await sayRestrictions(parts, visitor.actor, wanted, where) : 'done'
        if (done instanceof Refusal) return refused(done)
        if (done === 'unknown') return invalid({ field: 'pause', message: t('consent.fault.category') })
        return redirect(link(language, 'privacy-centre', 'pause'), {
          done: changed.length > 0 ? 'consent.pause.done' : 'consent.done.nothing',
        })
      },
    }),
  ]
}

function pausePage(request: Asked, seen: acts.Consents): Page {
  const { t, language } = request
  return {
    title: t('consent.pause.page'),
    current: link(language, 'privacy-centre'),
    body: (
      <div class="consents">
        <h1>{t('consent.pause.page')}</h1>
        <p class="lead">{t('consent.pause.lead')}</p>
        <p>{t('consent.pause.what')}</p>
        <Boxes request={request} seen={seen} />
        <GoesOn request={request} seen={seen} />
        <p>
          <a href={consentsLink(language)}>{t('consent.title')}</a>
        </p>
      </div>
    ),
  }
}

function Boxes({ request, seen }: { request: Asked; seen: acts.Consents }) {
  const { t, language, formats, typed, faults } = request
  const { labels } = useScene()
  labels.set('pause', t('consent.pause.categories'))
  const { policy } = seen.inForce.compiled.loaded
  const now = [...(seen.restricted.everything ? [everything] : []), ...seen.restricted.categories]
  const ticked = faults.length > 0 ? [typed['pause'] ?? []].flat() : now
  const all = categoriesToPause(policy, seen.restricted.categories)
  return (
    <Form action={link(language, 'privacy-centre', 'pause')}>
      {now.map(one => (
        <input key={one} type="hidden" name="shown" value={one} />
      ))}
      {seen.restricted.everything && <Notice tone="warn">{t('consent.pause.everything')}</Notice>}
      <fieldset class="field" id="field-pause">
        <legend>{t('consent.pause.categories')}</legend>
        <div class="choice">
          <input
            type="checkbox"
            id="pause-everything"
            name="pause"
            value={everything}
            checked={ticked.includes(everything)}
          />
          <label for="pause-everything">{t('consent.pause.all')}</label>
        </div>
        {all.map(({ category, stops }) => (
          <div key={category} class="choice">
            <input
              type="checkbox"
              id={`pause-${category}`}
              name="pause"
              value={category}
              checked={ticked.includes(category)}
              aria-describedby={`pause-${category}-hint`}
            />
            <label for={`pause-${category}`}>{sayCategory(category, seen, language)}</label>
            <p class="hint" id={`pause-${category}-hint`}>
              {t('consent.pause.stops', {
                purposes: formats.list(stops.map(id => sayPurpose(id, seen, language).says)),
              })}
            </p>
          </div>
        ))}
      </fieldset>
      <Actions>
        <Button>{t('consent.do.save')}</Button>
      </Actions>
    </Form>
  )
}

/** What has to go on, whatever is paused. */
function GoesOn({ request, seen }: { request: Asked; seen: acts.Consents }) {
  const { t, language } = request
  const { purposes } = seen.inForce.compiled.loaded.policy
  const on = Object.keys(purposes).filter(id => purposes[id]!.restricted === 'continue')
  return (
    <section>
      <h2>{t('consent.pause.goes-on')}</h2>
      <ul>
        {on.map(id => (
          <li key={id}>{sayPurpose(id, seen, language).says}</li>
        ))}
      </ul>
    </section>
  )
}
