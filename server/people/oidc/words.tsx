/** What the pages of sites have in common: the policy's words, and what a site sees. */
import { link, type Language } from '../../base/http/index.ts'
import type { Policy } from '../../policy/document.ts'
import { useScene, type Words } from '../../ui/index.ts'
import { nameOf, type Scope, type Site } from './sites.ts'

/** The policy's words in the reader's language, or in one that it has, marked as such (WCAG 3.1.2). */
export function Says({ words }: { words: Readonly<Record<string, string | undefined>> | undefined }) {
  const { language } = useScene()
  const own = words?.[language]
  if (own !== undefined) return <>{own}</>
  const [other, text] = Object.entries(words ?? {})[0] ?? []
  return <span lang={other}>{text}</span>
}

/** The purpose of a site, with the clause that speaks of it. */
export function Purpose({ policy, id }: { policy: Policy; id: string }) {
  const { language } = useScene()
  const purpose = policy.purposes[id]
  if (!purpose) return <>{id}</>
  return (
    <>
      <Says words={purpose.says} />{' '}
      <a class="clause" href={`${link(language, 'privacy')}#${purpose.clause}`}>
        {purpose.clause}
      </a>
    </>
  )
}

/** What a controller of the policy is called. */
export const controllerName = ({ controllers }: Pick<Policy, 'controllers'>, id: string): string =>
  (Object.hasOwn(controllers, id) ? controllers[id]?.name : undefined) ?? id

/** Who runs a site: ourselves, as the company of ours whose site it is, or a recipient of the policy with where it is. */
export function runnerOf(
  policy: Policy,
  { runBy, controller }: Pick<Site, 'runBy' | 'controller'>,
  { t, formats }: Words,
): string {
  if (runBy === null) return t('sites.run-by.us', { company: controllerName(policy, controller) })
  const recipient = policy.recipients[runBy]
  if (!recipient) return runBy
  return t('sites.run-by.other', {
    name: recipient.name,
    countries: recipient.countries.map(code => formats.country(code)),
  })
}

/** What a site sees, a line each: how it knows somebody, and what each scope shows. */
export function Seen({ scopes }: { scopes: readonly Scope[] }) {
  const { t } = useScene()
  return (
    <ul>
      <li>{t('sites.scope.openid')}</li>
      {scopes.map(scope => (
        <li key={scope}>{t(`sites.scope.${scope}`)}</li>
      ))}
    </ul>
  )
}

/** What a site is called, in the reader's language if it has a name in it. */
export const called = (site: Pick<Site, 'names' | 'id'>, language: Language): string => nameOf(site, language)
