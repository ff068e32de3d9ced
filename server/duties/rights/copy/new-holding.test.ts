import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp, type TestVisitor } from '../../../../test/app.ts'
import { publishNext } from '../../../../test/next-version.ts'
import { unzip } from '../../../../test/unzip.ts'
import { declarations } from '../../../app.ts'
import { withClient } from '../../../base/installation.ts'
import type { Act, Holding } from '../../../policy/activity.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { applyDue } from '../../../policy/publish.ts'
import { statement } from '../../../policy/statement.ts'
import { prepareCopies } from './jobs.ts'

/** A slice of one table that nothing in the product knows, with a picture in each row. */
const umbrellas: Holding = {
  table: 'umbrella.loan',
  person: 'borrower_id',
  purpose: 'account',
  since: 'recorded_at',
  columns: {
    colour: { category: 'interests', kept: 'plain', leaks: 'which colours are lent' },
    proof: { category: 'products', kept: 'sealed', as: 'file' },
  },
  bookkeeping: ['id', 'recorded_at', 'source', 'policy_version'],
}
/** And an act that sends something to a recipient of the policy. */
const send: Act = { purpose: 'deliver-orders', by: 'system', reads: ['contact'], to: 'carrier' }

let world: TestApp
let an: TestVisitor & { person: string }

beforeAll(async () => {
  // Before the product opens, as if they had been declared by a slice of it.
  ;(declarations.holdings as Holding[]).push(umbrellas)
  ;(declarations.acts as Record<string, Act>)['umbrella.send'] = send
  world = await testApp()
  const { db } = world
  await db.asOwner(`create schema umbrella`)
  await db.asOwner(`create table umbrella.loan (id uuid primary key, borrower_id uuid not null references people.person (id),
    colour text, proof bytea, recorded_at timestamptz not null, source text not null, policy_version integer not null)`)
  await db.asOwner(`call base.guard('umbrella.loan', 'borrower_id')`)
  await db.asOwner(`grant usage on schema umbrella to "${db.login('self')}"`)
  await withClient(db.owner, client => applyDue(client, declarations, db.prefix, db.clock.now()))
  await world.app.given.state.refresh()
  an = await world.customer({ name: 'An Maes' })
  const luc = await world.customer({ name: 'Luc Vermiljoen' })
  await lend(an.person, 'Kobaltblauw', '../../évil "proof".pdf', 'not really a picture')
  await lend(an.person, '=HYPERLINK("x")', 'évil "proof".pdf', 'another one')
  await lend(luc.person, 'Vermiljoen', 'luc.pdf', 'what Luc keeps')
  await sendTo(an.person)
})
afterAll(async () => {
  await world.close()
  const holdings = declarations.holdings as Holding[]
  holdings.splice(holdings.indexOf(umbrellas), 1)
  delete (declarations.acts as Record<string, Act>)['umbrella.send']
})

async function lend(person: string, colour: string, name: string, text: string) {
  const { db } = world
  const [row] = await db.asOwner<{ wrapped: Buffer }>('select wrapped from people.key where person_id = $1', [person])
  const file = { name, type: 'application/pdf', content: Buffer.from(text).toString('base64') }
  const sealed = db.vault.unwrap(person, row!.wrapped).seal('umbrella.loan.proof', file)
  await db.asOwner(`insert into umbrella.loan values (gen_random_uuid(), $1, $2, $3, $4, 'shop', 4)`, [
    person,
    colour,
    sealed,
    db.clock.now(),
  ])
}

async function sendTo(person: string) {
  const sent = await world.app.gate.read(
    { act: 'umbrella.send', actor: { kind: 'system' }, subject: { person }, reference: 'O-77' },
    {
      address: statement<'umbrella.send', { address: string }>({
        name: 'test-umbrella-address',
        text: 'select address from people.account where person_id = $1',
        values: [person],
        opens: { address: 'people.account.address' },
      }),
    },
  )
  if (sent instanceof Refusal) throw new Error(sent.code)
}

async function copyOf(language: string): Promise<Record<string, string>> {
  const asked = await an.submit(`/${language}/privacy-centre/copy`, {
    part: ['interests', 'products', 'looked', 'received'],
    format: ['html', 'json', 'csv'],
  })
  await prepareCopies(world.app.given)
  const page = (await an.get(asked.headers['location']!)).text
  const file = /href="([^"]+\/file\?permission=[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
  const cookie = [...an.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await world.app.server.inject({ method: 'GET', url: file, headers: { cookie } })
  return unzip(answer.rawPayload)
}

describe('a table that was declared a moment ago', () => {
  it('is in the copy as HTML, JSON and CSV, with nothing else changed', async () => {
    const files = await copyOf('en')
    expect(files['index.html']).toContain('Kobaltblauw')
    expect(files['index.html']).toContain('Colour')
    expect(files['index.html']).toContain('You, in a shop')
    expect(files['data.json']).toContain('"place":"umbrella.loan.colour"')
    expect(files['data.json']).toContain('"value":"Kobaltblauw"')
    const table = files['tables/umbrella.loan.csv']!
    expect(table).toMatch(/^\uFEFFcolour,proof,id,recorded_at,source,policy_version,current\r\n/)
    expect(table).toContain('Kobaltblauw,')
    // What a spreadsheet would run is text.
    expect(table).toContain(`"'=HYPERLINK(""x"")"`)
    expect(JSON.stringify(files)).not.toMatch(/Vermiljoen|what Luc keeps/)
  })

  it('has its files as files, under names that leave no folder, named in every form', async () => {
    const files = await copyOf('en')
    const paths = Object.keys(files).filter(path => path.startsWith('files/'))
    expect(paths.sort()).toEqual(['files/umbrella.loan/_.._évil _proof_.pdf', 'files/umbrella.loan/évil _proof_.pdf'])
    expect(paths.map(path => files[path]).sort()).toEqual(['another one', 'not really a picture'])
    expect(files['index.html']).toContain('href="files/umbrella.loan/_.._%C3%A9vil%20_proof_.pdf"')
    expect(files['data.json']).toContain('"file":"files/umbrella.loan/')
    expect(files['tables/umbrella.loan.csv']).toContain('files/umbrella.loan/')
    expect(files['checksums.txt']).toContain('  files/umbrella.loan/')
  })

  it('is said on the page to be a file, and not opened there', async () => {
    const { text } = await an.get('/en/privacy-centre/held')
    expect(text).toContain('A file. It comes along when you get a copy.')
    expect(text).not.toContain('not really a picture')
    const { items } = (await an.call('GET', '/api/rights/held')).json<{ items: { place: string; shown: string }[] }>()
    expect(items).toContainEqual(expect.objectContaining({ place: 'umbrella.loan.proof', shown: 'file' }))
  })
})

describe('what was sent to a recipient', () => {
  it('is in the copy, on the page, in the CSV and in the API, by name, country and proof', async () => {
    const files = await copyOf('en')
    expect(files['index.html']).toContain('Pijlsnel Koeriers BV')
    expect(files['data.json']).toContain('"name":"Pijlsnel Koeriers BV","countries":["NL"]')
    const page = (await an.get('/en/privacy-centre/received')).text
    for (const words of ['Pijlsnel Koeriers BV', 'Netherlands', 'E-mail address, your ID', 'Reference O-77'])
      expect(page).toContain(words)
    expect(page).toMatch(/\/en\/contact\?topic=privacy(?:&amp;|&)at=2026-[^"&]+(?:&amp;|&)purpose=/)
    expect((await an.get('/en/privacy-centre/received?recipient=venue')).text).toContain(
      'Nobody outside Hesbia Services SA received your data',
    )
    const csv = await an.get('/nl/privacy-centre/received.csv')
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.text).toContain('Pijlsnel Koeriers BV,Nederland,')
    const { disclosures } = (await an.call('GET', '/api/rights/received')).json<{ disclosures: object[] }>()
    expect(disclosures).toEqual([
      expect.objectContaining({
        recipient: 'carrier',
        countries: ['NL'],
        case: 'O-77',
        fields: ['people.account.address'],
      }),
    ])
    const home = (await an.get('/en/privacy-centre')).text
    expect(home).toContain('1 company or authority outside Hesbia Services SA received some of it')
  })

  it('is about nobody else', async () => {
    const luc = await world.customer()
    expect((await luc.get('/en/privacy-centre/received')).text).not.toContain('O-77')
    expect((await luc.get('/en/privacy-centre/received.csv')).text).not.toContain('Pijlsnel')
    expect((await luc.get('/en/privacy-centre')).text).toContain('Nobody outside Hesbia Services SA received any of it')
  })
})

describe('a text that was never translated', () => {
  it('stands in a copy in its own language, and is marked as such', async () => {
    world.db.declarations = declarations
    await publishNext(world.db, policy => policy.deleteIn(['policy', 'text', 'fr']))
    await world.app.given.state.refresh()
    const html = (await copyOf('fr'))['index.html']!
    expect(html).toContain('<html lang="fr">')
    expect(html).toMatch(/<span lang="en">What you own: products[^<]*<\/span>/)
    expect(html).toContain('disponible uniquement en anglais')
  })
})
