import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectDirectory } from '../../base/config.ts'
import { languages, type Language } from '../../base/http/index.ts'
import { loadPolicy } from '../../policy/load.ts'
import { loadWords } from '../../ui/index.ts'
import { questionOf } from './words.ts'

const loaded = loadPolicy('policies/hesbia.yaml').loaded!

describe('a policy that measures', () => {
  it('asks in the exact words of its design, in four languages', () => {
    const greeting = { ...loaded.policy.purposes['greeting']!, dpv: 'dpv:ServiceUsageAnalytics' }
    const measured = { ...loaded, policy: { ...loaded.policy, purposes: { ...loaded.policy.purposes, greeting } } }
    const { words } = loadWords(join(projectDirectory, 'locales'))
    const asked = (language: Language) => {
      const { t } = words(language)
      const { heading, sentences, reject, accept, choose, saved } = questionOf(
        measured,
        { purposes: ['greeting'] },
        { t, language, company: 'Hesbia' },
      )
      return [heading, sentences.map(({ text }) => text).join(' '), reject, accept, choose, saved]
    }
    expect(Object.fromEntries(languages.map(language => [language, asked(language)]))).toEqual({
      en: [
        'Cookies on Hesbia',
        'We use cookies that the site needs to work. With your permission we also measure how the site is used.',
        'Reject analytics cookies',
        'Accept analytics cookies',
        'Choose',
        'Your choice is saved. You can change it at any time.',
      ],
      nl: [
        'Cookies op Hesbia',
        'We gebruiken cookies die nodig zijn om de site te laten werken. Met uw toestemming meten we ook hoe de site gebruikt wordt.',
        'Analytische cookies weigeren',
        'Analytische cookies aanvaarden',
        'Zelf kiezen',
        'Uw keuze is bewaard. U kunt ze altijd wijzigen.',
      ],
      fr: [
        'Les cookies sur Hesbia',
        'Nous utilisons les cookies nécessaires au fonctionnement du site. Avec votre accord, nous mesurons aussi son utilisation.',
        "Refuser les cookies d'analyse",
        "Accepter les cookies d'analyse",
        'Choisir',
        'Votre choix est enregistré. Vous pouvez le modifier à tout moment.',
      ],
      de: [
        'Cookies bei Hesbia',
        'Wir verwenden Cookies, die für den Betrieb der Website nötig sind. Mit Ihrer Einwilligung messen wir auch die Nutzung.',
        'Analyse-Cookies ablehnen',
        'Analyse-Cookies akzeptieren',
        'Selbst wählen',
        'Ihre Wahl ist gespeichert. Sie können sie jederzeit ändern.',
      ],
    })
  })
})
