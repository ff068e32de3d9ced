/** The subjects beside what somebody wants to hear. */
import type { Consents } from './say.ts'
import { isAgain, type Asked } from './words.tsx'

/** A box for each subject. @param chosen those that were ticked */
export function Interests({ request, seen, chosen }: { request: Asked; seen: Consents; chosen: readonly string[] }) {
  const { t, language, typed } = request
  const { policy } = seen.inForce.compiled.loaded
  const ticked = isAgain(request) ? [typed['interest'] ?? []].flat() : chosen
  return (
    <fieldset class="topic">
      <legend>{t('consent.interests.title')}</legend>
      <p class="hint">{t('consent.interests.lead')}</p>
      <input type="hidden" name="interests" value="shown" />
      <div class="topic-boxes">
        {Object.entries(policy.categories['interests']?.choices ?? {}).map(([id, says]) => {
          const own = says[language]
          return (
            <div key={id} class="choice">
              <input type="checkbox" id={`interest-${id}`} name="interest" value={id} checked={ticked.includes(id)} />
              <label for={`interest-${id}`} lang={own ? undefined : policy.policy.original}>
                {own ?? says[policy.policy.original] ?? id}
              </label>
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}
