import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CompactSign, decodeProtectedHeader, SignJWT } from 'jose'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testApp, type TestApp } from '../../../test/app.ts'
import { openVault } from '../../base/vault.ts'
import { main } from '../../main.ts'
import { recordOf } from './record.ts'
import { receiptKey, type SignedReceipt } from './signing.ts'

interface File extends SignedReceipt {
  receipt: Record<string, unknown>
}
type Customer = Awaited<ReturnType<TestApp['customer']>>

let house: TestApp
let an: Customer
let file: File
let keys: string
const folder = mkdtempSync(join(tmpdir(), 'receipts-'))
beforeAll(async () => {
  house = await testApp()
  an = await house.customer()
  await say(an, 'product-news', { said: 'agree', version: 4, language: 'nl' })
  file = await receiptOf(an)
  keys = (await house.visitor().get('/.well-known/consent-keys.json')).text
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await house.close()
})

const say = (who: Customer, purpose: string, body: object) => who.call('PUT', `/api/consents/${purpose}`, body)
const hrefsOf = async (who: Customer) =>
  [...(await who.get('/en/privacy-centre/consents')).text.matchAll(/href="([^"]+\/receipt)"/g)].map(([, href]) => href!)
const receiptOf = async (who: Customer) => (await who.get((await hrefsOf(who))[0]!)).json() as unknown as File
let named = 0
const written = (content: string) => {
  const name = join(folder, `${(named += 1)}.json`)
  writeFileSync(name, content)
  return name
}
/** Runs the command as one would without the installation's secret. */
async function verify(content: string, withKeys: string | null = keys, environment: NodeJS.ProcessEnv = {}) {
  const lines: string[] = []
  const note = (line: string) => void lines.push(line)
  const words = ['consent', 'verify', written(content), ...(withKeys === null ? [] : ['--keys', written(withKeys)])]
  const code = await main(words, { out: note, error: note, environment })
  return { code, said: lines.join('\n') }
}
const one = (changes: object = {}) => JSON.stringify({ ...file, ...changes })
const flipped = (text: string, at: number) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`

describe('a receipt', () => {
  it('names the controller by default, where the version did not know the one of who said it', () => {
    const { loaded } = house.db.state.current().compiled
    const [id, { name }] = Object.entries(loaded.policy.controllers).find(([, controller]) => controller.default)!
    const record = recordOf(
      {
        id: an.person,
        person: an.person,
        region: 'founded-since',
        purpose: 'product-news',
        said: 'agree',
        at: house.db.clock.now(),
        language: 'nl',
        version: 4,
        wording: '',
        source: 'web',
        place: 'form',
      },
      { loaded, publicUrl: 'https://id.company.example' },
    )
    expect(record['dpv:hasDataController']).toMatchObject({ 'dct:identifier': id, 'dpv:hasName': name })
  })

  it('holds every field that ISO/IEC TS 27560 asks for, in the words and version that were shown', () => {
    const record = file.receipt['dpv:hasRecordOfActivity'] as Record<string, unknown>
    expect(file.receipt).toMatchObject({
      '@type': 'dpv:ConsentReceipt',
      'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#receipt-eu-gdpr',
      'dct:publisher': 'Hesbia Services SA',
    })
    expect(file.receipt['dct:identifier']).toBe(`receipt-${String(record['dct:identifier'])}`)
    expect(record).toMatchObject({
      '@type': 'dpv:ConsentRecord',
      'dct:conformsTo': 'https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr',
      'dpv:hasDataSubject': { '@id': `urn:uuid:${an.person}` },
      'dpv:hasNotice': {
        '@id': 'http://localhost:8080/nl/privacybeleid/v/4#why.news',
        'dct:hasVersion': 4,
        'dct:language': 'nl',
        wording: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
      'dpv:hasDataController': {
        'dpv:hasName': 'Hesbia Services SA',
        'dpv:hasAddress': { '@id': 'loc:BE' },
        'dpv:hasContact': 'privacy@hesbia.example',
      },
      'dpv:hasJurisdiction': 'loc:BE',
      'dpv:hasApplicableLaw': 'eu-gdpr:GDPR',
      'dpv:hasConsentControl': [
        {
          '@type': 'dpv:WithdrawConsent',
          'dpv:isExercisedAt': expect.stringContaining('/nl/privacy-centre/consents') as string,
        },
      ],
      'dpv:hasConsentStatus': [
        {
          '@type': ['dpv:ConsentGiven', 'dpv:ExpressedConsent'],
          'dct:valid': expect.stringMatching(/\/\.\.$/) as string,
          'dpv:isIndicatedBy': `urn:uuid:${an.person}`,
          'dpv:hasIndicationMethod': { source: 'web', place: 'api' },
        },
      ],
    })
    const [process] = record['dpv:hasProcess'] as Record<string, unknown>[]
    expect(process).toMatchObject({
      'dpv:hasPurpose': expect.stringMatching(/^dpv:/) as string,
      'dpv:hasLegalBasis': 'eu-gdpr:A6-1-a',
      'dpv:hasStorageCondition': [
        { '@type': 'dpv:StorageLocation', 'dpv:hasLocation': [{ '@id': expect.stringMatching(/^loc:/) as string }] },
        { '@type': 'dpv:StorageDuration', 'dpv:hasDuration': expect.stringMatching(/^P/) as string },
      ],
    })
    for (const field of ['dpv:hasPersonalData', 'dpv:hasRecipient', 'dpv:hasDataTransfer'])
      expect(process![field], field).toBeInstanceOf(Array)
    expect(JSON.stringify(file)).not.toContain(an.email)
  })

  it('of a withdrawal or an objection is one of its own', async () => {
    const jo = await house.customer()
    const stateOf = async () => {
      const record = (await receiptOf(jo)).receipt['dpv:hasRecordOfActivity'] as Record<string, { '@type': string[] }[]>
      return [record['@type'] as unknown, (record['dpv:hasConsentStatus'] ?? record['dpv:hasStatus'])![0]!['@type'][0]]
    }
    await say(jo, 'product-news', { said: 'agree', version: 4 })
    await say(jo, 'product-news', { said: 'withdraw' })
    expect(await stateOf()).toEqual(['dpv:ConsentRecord', 'dpv:ConsentWithdrawn'])
    await say(jo, 'measure-visits', { said: 'object' })
    expect(await stateOf()).toEqual(['dpv:RightExerciseRecord', 'dpv:LegitimateInterestObjected'])
    await say(jo, 'measure-visits', { said: 'allow' })
    expect(await stateOf()).toEqual(['dpv:RightExerciseRecord', 'dpv:LegitimateInterestNotObjected'])
  })

  it('is given to nobody but the person, and leaves a line', async () => {
    const [path] = await hrefsOf(an)
    const other = await house.customer()
    expect((await other.get(path!)).status).toBe(404)
    const id = path!.split('/').at(-2)!
    expect((await other.call('GET', `/api/consents/${id}/receipt`)).status).toBe(404)
    expect((await an.get('/en/privacy-centre/consents/not-an-id/receipt')).status).toBe(404)
    expect((await house.visitor().call('GET', `/api/consents/${id}/receipt`)).status).toBe(401)
    expect((await an.get('/en/privacy-centre/looked')).text).toContain('Took receipts of what you said')
  })
})

describe('abide consent verify', () => {
  it('says in words who said what of what, and that the signature is valid', async () => {
    const { code, said } = await verify(one())
    expect([code, said]).toEqual([0, expect.stringContaining('signature valid')])
    expect(said).toMatch(/said yes to “.+” \(.+ by email.+\) of Hesbia Services SA/)
    expect(said).toContain('version 4 of the policy, words in nl')
    expect(said).toContain(`urn:uuid:${an.person}`)
  })

  it('verifies a receipt that came as a call, and a file of many', async () => {
    await say(an, 'product-news', { said: 'withdraw' })
    const all = await an.get('/en/privacy-centre/consents/receipts')
    expect(await verify(all.text)).toMatchObject({
      code: 0,
      said: expect.stringContaining('2 of 2 are valid') as string,
    })
    const called = await an.call('GET', '/api/consents/receipts')
    expect(await verify(called.text)).toMatchObject({ code: 0 })
    const mixed = JSON.parse(all.text) as { receipts: File[] }
    mixed.receipts[1]!.jws = flipped(mixed.receipts[1]!.jws, 400)
    expect(await verify(JSON.stringify(mixed))).toMatchObject({
      code: 1,
      said: expect.stringContaining('1 of 2 are valid') as string,
    })
  })

  it('finds every change, in the readable part and in what was signed', async () => {
    const record = file.receipt['dpv:hasRecordOfActivity'] as object
    const changed = { ...file.receipt, 'dpv:hasRecordOfActivity': { ...record, 'dpv:hasJurisdiction': 'loc:FR' } }
    expect(await verify(one({ receipt: changed }))).toMatchObject({
      code: 1,
      said: expect.stringContaining('readable part differs') as string,
    })
    const [head, body, mark] = file.jws.split('.') as [string, string, string]
    for (const jws of [
      `${head}.${flipped(body, 100)}.${mark}`,
      `${head}.${body}.${flipped(mark, 3)}`,
      `${head}.${body}.`,
      `${head}.${body}`,
      '',
    ])
      expect(await verify(one({ jws })), jws.slice(-20)).toMatchObject({
        code: 1,
        said: expect.stringContaining('not valid') as string,
      })
    expect(await verify(one({ jws: 7 }))).toMatchObject({ code: 1 })
  })

  it('takes no other algorithm, no other kind of token and no other key', async () => {
    const { kid } = decodeProtectedHeader(file.jws) as { kid: string }
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const typ = 'consent-receipt+jws'
    const none = `${encode({ alg: 'none', kid, typ })}.${file.jws.split('.')[1]!}.`
    const { x } = (JSON.parse(keys) as { keys: [{ x: string }] }).keys[0]
    // The public key taken for a shared secret.
    const swapped = await new CompactSign(Buffer.from(JSON.stringify(file.receipt)))
      .setProtectedHeader({ alg: 'HS256', kid, typ })
      .sign(Buffer.from(x, 'base64url'))
    const { privateKey } = generateKeyPairSync('ed25519')
    const foreign = await new SignJWT({ ...file.receipt })
      .setProtectedHeader({ alg: 'EdDSA', kid, typ })
      .sign(privateKey)
    const otherKind = await (async () => {
      const own = await receiptKey(house.db.vault)
      const signed = await own.sign(file.receipt)
      return signed.jws.replace(/^[^.]+/, encode({ alg: 'EdDSA', kid, typ: 'JWT' }))
    })()
    for (const jws of [none, swapped, foreign, otherKind])
      expect(await verify(one({ jws }))).toMatchObject({
        code: 1,
        said: expect.stringContaining('not valid') as string,
      })
    const others = JSON.stringify((await receiptKey(openVault(Buffer.alloc(32, 7)))).jwks)
    expect(await verify(one(), others)).toMatchObject({
      code: 1,
      said: expect.stringContaining('key unknown') as string,
    })
  })

  it('says what to do with a file that is none, or without keys', async () => {
    for (const [content, what] of [
      [one().slice(0, 500), 'is not JSON'],
      ['', 'is not JSON'],
      ['[1]', 'no receipt'],
      ['{"receipts":[]}', 'no receipt in the file'],
      ['{"a":1}', 'no receipt of Abide'],
    ] as const)
      expect(await verify(content), content).toMatchObject({ code: 2, said: expect.stringContaining(what) as string })
    expect(await verify(one(), '{}')).toMatchObject({ code: 2, said: expect.stringContaining('no keys') as string })
    expect(await verify(one(), null, { ABIDE_DATA: join(folder, 'nowhere') })).toMatchObject({
      code: 2,
      said: expect.stringContaining('--keys') as string,
    })
    const huge = written('')
    truncateSync(huge, 64 * 1024 * 1024)
    const lines: string[] = []
    const note = (line: string) => void lines.push(line)
    const io = { out: note, error: note, environment: {} }
    expect(await main(['consent', 'verify', huge, '--keys', written(keys)], io)).toBe(2)
    expect(lines.join()).toContain('larger than any file of receipts')
    expect(await main(['consent', 'verify', join(folder, 'missing'), '--keys', written(keys)], io)).toBe(2)
    expect(await main(['consent', 'verify'], io)).toBe(2)
  })

  it('knows its own key where the secret of the installation lies', async () => {
    const secret = Buffer.alloc(32, 9)
    const own = await (await receiptKey(openVault(secret))).sign(file.receipt)
    writeFileSync(join(folder, 'secret'), secret.toString('hex'))
    expect(await verify(JSON.stringify(own), null, { ABIDE_DATA: folder })).toMatchObject({ code: 0 })
    expect(await verify(one(), null, { ABIDE_DATA: folder })).toMatchObject({ code: 1 })
  })

  it('prints nothing that could move the cursor of a terminal', async () => {
    const record = {
      ...(file.receipt['dpv:hasRecordOfActivity'] as object),
      'dpv:hasDataSubject': { '@id': 'a\u001b[2Jb\nc' },
    }
    const { said } = await verify(one({ receipt: { ...file.receipt, 'dpv:hasRecordOfActivity': record }, jws: 'x' }))
    expect(said).toContain('a [2Jb c')
  })
})
