import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { link, type Language } from '../../base/http/index.ts'
import { testApp, type TestApp } from '../../../test/app.ts'
import { nextVersion, publishNext as publishThere } from '../../../test/next-version.ts'
import { withClient } from '../../base/installation.ts'
import { applyDue, publish } from '../../policy/publish.ts'

let it: TestApp
beforeAll(async () => {
  it = await testApp({ demo: true })
})
afterAll(() => it.close())

/** Publishes, and has the product hear of it. */
const publishNext: typeof publishThere = async (db, change) => {
  const number = await publishThere(db, change)
  await it.app.given.state.refresh()
  return number
}
const get = (path: string, headers?: Record<string, string>) => it.visitor().get(path, headers)
const addresses = {
  en: '/en/privacy',
  nl: '/nl/privacybeleid',
  fr: '/fr/politique-de-confidentialite',
  de: '/de/datenschutz',
}
const idsIn = (html: string) =>
  [...html.slice(html.indexOf('<main')).matchAll(/<(?:p|span|h\d) id="([^"]+)"/g)].map(([, id]) => id)

describe('the policy page', () => {
  for (const [language, path] of Object.entries(addresses)) {
    test(`${path} has every clause under its own id, once, in at most 40 kB`, async () => {
      const { status, text, headers } = await get(path)
      expect(status).toBe(200)
      const clauses = it.app.gate.policy().compiled.loaded.texts[language as 'en']!.clauses.map(({ id }) => id)
      expect(idsIn(text).filter(id => id !== 'contents')).toEqual(clauses)
      expect(gzipSync(text).length).toBeLessThan(40_000)
      expect(headers['content-language']).toBe(language)
      expect(text).not.toMatch(/notice\.[a-z]+\.|\{\{/)
    })
  }

  test('sets no cookie and shows a link to its versions and to itself for machines', async () => {
    const visitor = it.visitor()
    const { text } = await visitor.get('/en/privacy')
    expect(visitor.cookies.size).toBe(0)
    expect(text).toContain('href="/en/privacy/versions"')
    expect(text).toContain('href="/api/policy"')
    expect(text).toContain(it.app.gate.policy().compiled.loaded.hash)
  })

  test('the English path word leads to the Dutch page', async () => {
    expect((await get('/nl/privacy')).headers['location']).toBe('/nl/privacybeleid')
  })
})

describe('a clause', () => {
  test('has a page with its declarations, acts, privileges and the lawyer’s questions', async () => {
    const { text, status } = await get('/en/privacy/clause/why.support')
    expect(status).toBe(200)
    expect(text).toContain('desk.open-for-support')
    expect(text).toContain(it.db.roleOf('support'))
    expect(text).toContain('may desk.open-for-support by an agent for a customer in Belgium')
    expect(text).not.toContain('Different</span>')
  })

  test('every clause of the policy has one', async () => {
    for (const { id } of it.app.gate.policy().compiled.loaded.texts.en!.clauses)
      expect((await get(`/de/datenschutz/clause/${id}`)).status, id).toBe(200)
  })

  test.each(['no.such', '__proto__', 'constructor', '%3Cscript%3Ealert(1)%3C%2Fscript%3E', 'x'.repeat(200), '%00'])(
    'that does not exist is not found: %s',
    async id => {
      const { status, text } = await get(`/en/privacy/clause/${id}`)
      expect([400, 404]).toContain(status)
      expect(text).not.toContain('<script>alert')
    },
  )
})

describe('versions', () => {
  test.each(['v/99', 'v/0', 'v/-1', 'v/abc', 'v/1e9', 'v/4.5', 'diff/4/99', 'diff/99/4', 'diff/a/b'])(
    'one that was never published is not found: %s',
    async path => expect((await get(`/en/privacy/${path}`)).status).toBe(404),
  )

  test.each([
    ['/en/privacy/v/99', 'Version 99 was never published'],
    ['/en/privacy/diff/4/99', 'Version 99 was never published'],
    ['/nl/privacybeleid/diff/98/98', 'Versie 98 is nooit gepubliceerd'],
    ['/de/datenschutz/diff/99/4', 'Version 99 wurde nie veröffentlicht'],
    ['/fr/politique-de-confidentialite/v/99', 'La version 99 n’a jamais été publiée'],
  ])('%s is not found in words', async (path, words) => expect((await get(path)).text).toContain(words))

  test('one that waits for its date is announced, and readable', async () => {
    const next = nextVersion(it.db, policy => policy.setIn(['purposes', 'support', 'keep', 'for'], 'P4Y'))
    const now = it.db.clock.now()
    const later = new Date(now.getTime() + 40 * 86_400_000)
    await withClient(it.db.owner, client => publish(client, next, now, later))
    it.db.clock.advance(6_000)
    expect((await get('/en/privacy')).text).toContain('Version 5 takes effect on Saturday, 12 December 2026')
    expect((await get('/en/privacy/v/5')).text).toContain('Until then another one counts')
    const { text } = await get('/en/privacy/diff/4/5')
    expect(text).toContain('This change matters')
    expect(text).toContain('Kept for: 4 years; before: 3 years')
  })

  test('after a publication the list has both, the earlier one as it was, and what changed', async () => {
    await publishNext(it.db, policy => policy.deleteIn(['recipients', 'carrier']))
    it.db.clock.advance(6_000)
    const list = (await get('/en/privacy/versions')).text
    expect(list).toContain('2 versions were published')
    expect(list.match(/In force<\/span>/g)).toHaveLength(1)
    expect((await get('/en/privacy/v/4')).text).toContain('It no longer does')
    const { text } = await get('/en/privacy/diff/4/5')
    expect(text).toContain('Nothing that may happen with your data grew')
    expect(text).toContain('Pijlsnel Koeriers BV')
  })

  test('one beside itself is that one, and backwards is shown forwards', async () => {
    for (const [path, to] of [
      ['/en/privacy/diff/5/5', '/en/privacy/v/5'],
      ['/nl/privacybeleid/diff/5/4', '/nl/privacybeleid/diff/4/5'],
    ] as const) {
      const answer = await get(path)
      expect([path, answer.status, answer.headers['location']]).toEqual([path, 303, to])
      expect((await get(to)).status).toBe(200)
    }
  })

  test('two that differ in their number alone say the same', async () => {
    const number = await publishNext(it.db, () => {})
    const { text } = await get(`/en/privacy/diff/${number - 1}/${number}`)
    expect(text).toContain('These two versions say the same')
  })

  test('a text that does not exist in a language is shown in the original, and says so to people and machines', async () => {
    await publishNext(it.db, policy => policy.deleteIn(['policy', 'text', 'fr']))
    it.db.clock.advance(6_000)
    const { text, headers } = await get(addresses.fr)
    expect(headers['content-language']).toBe('fr, en')
    expect(text).toContain('<html lang="fr">')
    expect(text).toContain('<title>Politique de confidentialité (en anglais)')
    expect(text).toContain('Ce texte n’existe qu’en anglais.')
    expect(text).toContain('<link rel="canonical" href="http://localhost:8080/en/privacy"/>')
    expect(text).not.toContain('rel="alternate" hreflang="fr"')
    expect(text).toContain('rel="alternate" hreflang="nl" href="http://localhost:8080/nl/privacybeleid"')
    expect(text).toMatch(/<article [^>]*lang="en"/)
    // what we say ourselves beside it is French again
    expect(text).toMatch(/<div lang="fr" data-clause="[\w.-]+"><details class="proof"/)
    expect((await get(addresses.nl)).headers['content-language']).toBe('nl')
  })
})

describe('the lawyer’s questions', () => {
  const table = (answer: string) => `- may: desk.open-for-support
  by: an agent for a customer in Belgium
  answer: ${answer}
`
  /** Publishes a version whose file stands nowhere on this machine, with a table beside it or none. */
  async function publishWith(cases: string | undefined, again = false): Promise<void> {
    const { loaded } = it.app.gate.policy().compiled
    const next = again ? loaded : nextVersion(it.db, () => {})
    const now = it.db.clock.now()
    await withClient(it.db.owner, async client => {
      await publish(client, cases === undefined ? next : { ...next, cases }, now, now)
      await applyDue(client, it.db.declarations, it.db.prefix, now)
    })
    await Promise.all([it.app.given.state.refresh(), it.db.state.refresh()])
    it.db.clock.advance(6_000)
  }
  const support = async () => (await get('/en/privacy/clause/why.support')).text

  test('are those that were published with the version in force, wherever its file is', async () => {
    await publishWith(table('no, objected'))
    const text = await support()
    expect(text).toContain('may desk.open-for-support by an agent for a customer in Belgium')
    expect(text).toContain('Different</span>')
    expect((await get('/en/privacy/clause/why.news')).text).not.toContain('Questions with their right answers')
  })

  test('may be put right without another version', async () => {
    const { number } = (
      await withClient(it.db.owner, client => client.query('select max(number) as number from policy.version'))
    ).rows[0]
    await publishWith(table('yes, why.support'), true)
    expect(it.app.gate.policy().compiled.loaded.policy.policy.version).toBe(number)
    const text = await support()
    expect(text).toContain('may desk.open-for-support by an agent for a customer in Belgium')
    expect(text).not.toContain('Different</span>')
  })

  test('are said to be missing where none were published', async () => {
    await publishWith(undefined)
    expect(await support()).toContain('No questions with right answers were published with this version.')
    expect((await get('/nl/privacybeleid/clause/why.support')).text).toContain('geen vragen met juiste antwoorden')
  })
})

describe('the other public pages', () => {
  test('home leads a customer to their data and a colleague to the work, and no longer to signing in', async () => {
    const customer = await (await it.customer()).get('/en')
    expect(customer.text).toContain('href="/en/privacy-centre"')
    expect(customer.text).not.toContain('Sign in to see')
    const colleague = await (await it.colleague('service-desk')).get('/en')
    expect(colleague.text).toContain('href="/console"')
    for (const { text } of [customer, colleague]) expect(text).not.toContain('href="/en/sign-up"')
  })

  test('home says that somebody is signed out to a stranger, and no other sentence that an address asks for', async () => {
    const done = async (key: string, who = it.visitor()) => (await who.get(`/en?done=${key}`)).text
    expect(await done('people.done.signed-out')).toContain('You are signed out.')
    expect(await done('people.done.signed-out', await it.customer())).not.toContain('You are signed out.')
    for (const key of ['people.done.confirmed', 'people.done.acknowledged', 'people.done.signed-in'])
      expect(await done(key)).not.toMatch(/role="status"/)
  })

  test('each sentence that is kept leads to pages that are there', async () => {
    const { text } = await get('/en/privacy')
    const found = new Set(
      [...text.matchAll(/class="screens">(.*?)<\/p>/gs)].flatMap(([, all]) =>
        [...all!.matchAll(/href="([^"]+)"/g)].map(([, href]) => href!),
      ),
    )
    expect(found.size).toBeGreaterThan(8)
    for (const href of found) expect([href, (await get(href)).status]).toEqual([href, expect.toBeOneOf([200, 303])])
  })

  test.each(['enforced', 'checked', 'declared', 'promise'])(
    'the policy shows the sentences of one kind: %s',
    async kind => {
      const { text } = await get(`/fr/politique-de-confidentialite?kind=${kind}`)
      const [, counted] = /aria-current="true">[^<]*<span class="legend-count">(\d+)/.exec(text)!
      expect(text.match(/data-clause="/g)!.length).toBeGreaterThanOrEqual(Number(counted))
      expect(text.match(/class="proof"/g)!.length).toBe(Number(counted))
    },
  )

  test('a kind that there is none of shows them all', async () => {
    const all = (await get('/en/privacy')).text.match(/class="proof"/g)!.length
    const { status, text } = await get('/en/privacy?kind=%3Cscript%3E')
    expect([status, text.match(/class="proof"/g)!.length]).toEqual([200, all])
  })

  test('home says in one number what is kept, and where to try it', async () => {
    const { text } = await get('/nl')
    expect(text).toMatch(/\d+ zinnen: \d+ afgedwongen door de database/)
    expect(text).toContain('href="/nl/sign-up"')
    expect(text).toContain('href="/nl/mailbox"')
  })

  test('recipients are those of the policy, with a word for those outside the EEA', async () => {
    const { text } = await get('/en/recipients')
    const { recipients } = it.app.gate.policy().compiled.loaded.policy
    for (const { name } of Object.values(recipients)) expect(text).toContain(name.replaceAll('&', '&amp;'))
    expect(text.match(/Outside the EEA/g)!.length).toBeGreaterThanOrEqual(7)
  })

  test('the cookies page names every cookie that the product sets, and no other', async () => {
    const visitor = await it.customer()
    const stranger = it.visitor()
    await stranger.get('/en/sign-in')
    await stranger.get('/en/sign-in', { 'sec-gpc': '1' })
    const set = [...visitor.cookies.keys(), ...stranger.cookies.keys()]
    const { text } = await get('/en/cookies')
    const table = text.slice(text.indexOf('<table'), text.indexOf('</table>'))
    const named = [...table.matchAll(/<code>([^<]+)<\/code>/g)].map(([, name]) => name)
    expect([...new Set(set)].sort()).toEqual(named.sort())
  })

  test('contact names a reference, whatever somebody puts into it', async () => {
    const { text } = await get(`/en/contact?reference=${encodeURIComponent('"><script>alert(1)</script>')}`)
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('mailto:privacy@hesbia.example?subject=Question%20about%20my%20data')
    expect((await get(`/en/contact?reference=${'x'.repeat(100)}`)).status).toBe(422)
    expect((await get('/fr/contact?reference=S-2041')).text).toContain('S-2041')
  })

  test('contact names what was done by when and what for, in the policy’s words, and nothing that somebody makes up', async () => {
    const at = encodeURIComponent('2026-11-02T09:05:00.000Z')
    expect((await get(`/fr/contact?at=${at}&purpose=support`)).text).toContain('2 nov. 2026, 10:05')
    expect((await get(`/en/contact?at=${at}&purpose=Win%20a%20prize`)).text).not.toContain('prize')
    expect((await get('/en/contact?at=yesterday&purpose=support')).status).toBe(422)
  })

  test('a clause names what is done in the reader’s words, beside the name that the declarations have', async () => {
    const sentence = { en: 'Opened a session', nl: 'Een sessie geopend', fr: 'session', de: 'Sitzung' }
    for (const [language, words] of Object.entries(sentence)) {
      const { text } = await get(link(language as Language, 'privacy', 'clause', 'why.security'))
      const [cell] = /<span class="lines"><span>[^<]+<\/span><code>people\.sign-in<\/code>/.exec(text) ?? ['']
      expect([language, cell]).toEqual([language, expect.stringContaining(words)])
    }
  })

  test('contact says by which day an answer comes: the earlier of thirty days and a month', async () => {
    expect((await get('/en/contact')).text).toContain('Wednesday, 2 December 2026')
  })

  test('accessibility names an address', async () => {
    expect((await get('/de/accessibility')).text).toContain('mailto:privacy@hesbia.example')
  })
})

describe('for machines', () => {
  test('the policy in the language that was asked for', async () => {
    const answer = (await get('/api/policy?language=nl')).json<{
      clauses: { language: string; proofs: { says: string }[] }[]
    }>()
    expect(answer.clauses[0]!.language).toBe('nl')
    expect(JSON.stringify(answer)).not.toContain('<code>')
    expect((await get('/api/policy?language=xx')).status).toBe(422)
  })

  test('security.txt has a contact, and an end in less than a year and more than thirty days', async () => {
    const { text, headers } = await get('/.well-known/security.txt')
    expect(headers['content-type']).toContain('text/plain')
    expect(text).toMatch(/^Contact: mailto:privacy@hesbia\.example$/m)
    const days = (Date.parse(/^Expires: (.+)$/m.exec(text)![1]!) - it.db.clock.now().getTime()) / 86_400_000
    expect(days).toBeGreaterThan(30)
    expect(days).toBeLessThan(365)
  })

  describe('healthz', () => {
    /** What a database administrator does; the connections that were open know nothing of it. */
    async function administrate(setting: string): Promise<void> {
      await withClient({ ...it.db.superuser, database: 'postgres' }, async client => {
        await client.query(`alter database "${it.db.owner.database}" ${setting}`)
        await client.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1 and datname = $2',
          [it.db.login('gate'), it.db.owner.database],
        )
      })
      it.db.clock.advance(6_000)
    }
    const health = async () => {
      // A connection that was ended is noticed a moment later.
      await expect.poll(async () => (await get('/healthz')).json()['reason']).not.toBe('database')
      return get('/healthz')
    }

    test('says ok, and why not when the database does not answer', async () => {
      expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}\n' })
      await it.db.asOwner(`revoke select on policy.version from "${it.db.login('gate')}"`)
      const answer = await get('/healthz')
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10'])
      expect(answer.json()).toEqual({
        status: 'unavailable',
        reason: 'database',
        detail: 'The database does not answer.',
      })
      await it.db.asOwner(`grant select on policy.version to "${it.db.login('gate')}"`)
      expect((await get('/healthz')).status).toBe(200)
    })

    test('says that PostgreSQL has no room for what it must write, and is well again by itself', async () => {
      await administrate("set temp_file_limit = '512kB'")
      const answer = await health()
      expect(answer.status).toBe(503)
      expect(answer.json()).toMatchObject({
        reason: 'disk-full',
        detail: expect.stringContaining('Make room') as string,
      })
      const dutch = (await get('/healthz', { 'accept-language': 'nl' })).json()
      expect(dutch['detail']).toContain('Maak er plaats')
      await administrate('reset temp_file_limit')
      expect((await health()).status).toBe(200)
    })

    test('says that the database takes no writes', async () => {
      await administrate('set default_transaction_read_only = on')
      expect((await health()).json()).toMatchObject({ status: 'unavailable', reason: 'read-only' })
      await administrate('reset default_transaction_read_only')
      expect((await health()).status).toBe(200)
    })

    test('leaves nothing in the write-ahead log', async () => {
      const ask = async () => {
        it.db.clock.advance(6_000)
        expect((await get('/healthz')).status).toBe(200)
      }
      const client = await it.db.connectAs(it.db.login('gate'))
      const wal = async () => {
        const { rows } = await client.query<{ at: string }>('select pg_current_wal_insert_lsn()::text as at')
        return rows[0]!.at
      }
      // Other tests write too: one quiet moment is enough to see that asking writes nothing.
      let quiet = false
      for (let tries = 0; tries < 200 && !quiet; tries += 1) {
        const at = await wal()
        await ask()
        quiet = (await wal()) === at
      }
      expect(quiet).toBe(true)
    })
  })
})
