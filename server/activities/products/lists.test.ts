import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadWords } from '../../ui/index.ts'
import { testApp, type TestApp } from '../../../test/app.ts'
import { aSerial, catalogue } from '../../../test/serials.ts'
import { listProducts, register } from './acts.ts'
import { keepCatalogue } from './catalogue.ts'
import { askForList, readList, registerLists, viewList, type ListSeen } from './list-acts.ts'

let house: TestApp
const words = loadWords('locales').words('en')
beforeAll(async () => {
  house = await testApp()
  await keepCatalogue(house.app.given, catalogue)
})
afterAll(() => house.close())

const given = () => house.app.given
const actorOf = ({ person }: { person: string }) => ({ kind: 'customer', person }) as const
type Who = { person: string }

async function read(who: Who, text: string | Buffer): Promise<ListSeen> {
  const done = await readList(given(), actorOf(who), null, Buffer.from(text), words)
  if (typeof done !== 'object' || !('list' in done)) throw new Error(JSON.stringify(done))
  return (await viewList(given(), actorOf(who), done.list)) as ListSeen
}
const go = async (who: Who, list: ListSeen) => {
  await askForList(given(), actorOf(who), list.id)
  await registerLists(given())
  return (await viewList(given(), actorOf(who), list.id)) as ListSeen
}
const have = async (who: Who) => {
  const listed = await listProducts(given(), actorOf(who), null, {}, { page: 1, size: 50 })
  return typeof listed === 'object' && 'total' in listed ? listed.total : -1
}

describe('a list from a file', () => {
  it('is judged line by line before anything is registered, and the good ones go in only if asked', async () => {
    const an = await house.customer()
    const [good, twice] = [aSerial(), aSerial()]
    const file = `\ufeffSerienummer;Aankoopdatum;Verkoper;Locatie\r\n${good};02/10/2026;"Winkel; Demer";Zaal A\r\n${twice};;;\r\n${twice.toLowerCase()};;;\r\nOU2O-12637-04182-C;;;\r\n${aSerial()};31.02.2026;;\r\n`
    const list = await read(an, file)
    expect(list).toMatchObject({ total: 2, wrong: 3, done: 0, asked_at: null })
    expect(list.findings.map(({ line }) => line)).toEqual([4, 5, 6])
    expect(list.findings[0]!.says).toContain('line 3')
    expect(list.findings[1]!.says).toContain('Did you mean OU20-12637-04182-C?')
    expect(list.findings[2]!.says).toContain('a day that exists')
    expect(await have(an)).toBe(0)
    expect(await go(an, list)).toMatchObject({ added: 2, done: 2, finished_at: expect.any(Date) as Date })
    const listed = await listProducts(
      given(),
      actorOf(an),
      null,
      { serial: good.replaceAll('-', '') },
      { page: 1, size: 5 },
    )
    expect(listed).toMatchObject({
      products: [{ bought_on: '2026-10-02', details: { seller: 'Winkel; Demer' }, came_by: 'imported' }],
      sites: [{ name: 'Zaal A' }],
    })
    // Asked again, it is done already.
    expect(await go(an, list)).toMatchObject({ added: 2 })
  })

  it('of fifty thousand lines with three bad ones says which, and goes in by batches', async () => {
    const an = await house.customer()
    const lines = Array.from(
      { length: 50_000 },
      (_, at) => `${aSerial('SE30', '32519', at)};2026-01-15;Winkel;Site ${at % 7}`,
    )
    lines[17] = 'SE30-32519-00017-X;2026-01-15;Winkel;Site 1'
    lines[25_000] = 'nothing of the kind'
    lines[49_999] = `${aSerial('SE30', '32519', 49_999)};tomorrow;;`
    const list = await read(an, `serial;bought;seller;site\n${lines.join('\n')}`)
    expect(list).toMatchObject({ total: 49_997, wrong: 3 })
    expect(list.findings.map(({ line }) => line)).toEqual([19, 25_002, 50_001])
    expect(await go(an, list)).toMatchObject({ added: 49_997, done: 49_997 })
    expect(await have(an)).toBe(49_997)
  }, 180_000)

  it('says afterwards which were taken, and does not ask about anybody else’s before', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const [taken, own, free] = [aSerial(), aSerial(), aSerial()]
    const entry = (serial: string) => ({ serial, boughtOn: null, details: {}, site: undefined })
    await register(given(), actorOf(luc), null, [entry(taken)])
    await register(given(), actorOf(an), null, [entry(own)])
    const list = await read(an, `${taken}\n${own}\n${free}\n`)
    expect(list).toMatchObject({ total: 2, wrong: 1, findings: [{ line: 2, what: own }] })
    expect(await go(an, list)).toMatchObject({ added: 1, done: 2, findings: [{ line: 2 }, { line: 1, what: taken }] })
  })

  it('is nobody else’s to see or to register', async () => {
    const [an, luc] = [await house.customer(), await house.customer()]
    const list = await read(an, aSerial())
    expect(await viewList(given(), actorOf(luc), list.id)).toBeUndefined()
    expect(await askForList(given(), actorOf(luc), list.id)).toBe('unknown')
  })

  it.each([
    ['', 'empty'],
    [Buffer.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2), 'binary'],
    [`serial\n"OU20-12637`, 'quotes'],
  ])('that cannot be read is said to be so: %j', async (file, why) => {
    const an = await house.customer()
    expect(await readList(given(), actorOf(an), null, Buffer.from(file), words)).toMatchObject({ unreadable: why })
  })
})
