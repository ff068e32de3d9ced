/** What follows from the policy alone for everything of a category: for what it may be used, and who can see it. */
import type { ComponentChildren } from 'preact'
import { audienceOf, usesOf } from '../../policy/audience.ts'
import { Details, keptMarkup } from '../../ui/index.ts'
import { PurposeLink } from './held-cells.tsx'
import { type Naming, purposeWords, roleWords, Say } from './naming.tsx'

/** For what else a category may be used, and by whom it can be seen: the same for everybody. */
export const usesOfCategory = (category: string, naming: Naming): ComponentChildren =>
  keptMarkup(naming.compiled, `held ${naming.language} ${category}`, () => <Uses category={category} naming={naming} />)

function Uses({ category, naming }: { category: string; naming: Naming }) {
  const { t, compiled } = naming
  const uses = usesOf(category, compiled)
  const { roles, systems } = audienceOf(category, compiled)
  return (
    <>
      <Details summary={t('rights.held.uses', { count: uses.length })}>
        <ul>
          {uses.map(({ purpose, acts }) => (
            <li key={purpose}>
              <PurposeLink id={purpose} naming={naming} />
              {acts.length === 0 && <span class="muted"> ({t('rights.held.idle')})</span>}
            </li>
          ))}
        </ul>
      </Details>
      <Details summary={<span id={`seen-${category}`}>{seenBy(category, naming)}</span>}>
        <ul>
          {roles.map(({ role, purposes }) => (
            <li key={role}>
              {t('rights.held.role', {
                role: roleWords(role, naming).text,
                purposes: naming.formats.list(purposes.map(purpose => purposeWords(purpose, naming).text)),
              })}
            </li>
          ))}
          {systems.length > 0 && (
            <li>
              {t('rights.held.systems')}
              <ul>
                {systems.map(purpose => (
                  <li key={purpose}>
                    <Say words={purposeWords(purpose, naming)} naming={naming} />
                  </li>
                ))}
              </ul>
            </li>
          )}
        </ul>
      </Details>
    </>
  )
}

/** Who sees a category, in a few words. What not even this page may read, nobody sees. */
export function seenBy(category: string, { t, compiled }: Naming): string {
  const { roles } = audienceOf(category, compiled)
  if (roles.length > 0) return t('rights.held.you-roles', { count: roles.length })
  return compiled.grants.get('rights.view-held')?.reads.includes(category)
    ? t('rights.held.you-only')
    : t('rights.held.nobody')
}
