/** Pages per second, against a bare Fastify route that answers the same bytes, and what a page weighs. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import { type App, openApp } from '../server/app.ts'
import { systemClock } from '../server/base/clock.ts'
import { openLog } from '../server/base/log.ts'
import { createMail } from '../server/base/mail.ts'
import { seed } from '../server/commands/seed.ts'
import { castFactor, codeOf, readCast } from '../server/people/index.ts'
import type { BenchDatabase } from './cluster.ts'
import { interleave, median, printTable, ratio } from './measure.ts'
import type { Setting } from './setting.ts'
import { connections, openAsking, type Visitor, visitorOf } from './visitor.ts'

/** How many answers make a round: few, because each look of the colleague leaves a line, which the last page then folds. */
const answers = 100

/** Whom the colleague looks up, and who looks at their own pages, each at one. */
const customer = 'an.maes@ziekenhuis-demer.example'
const others = ['luc.fontaine@rail-meuse.example', 'katrin.vogel@fernnetz.example', 'priya.nair@surya-grid.example']
const colleague = 'nadia.claes@servicedesk.example'

interface Asked {
  name: string
  path: string
  visitor: Visitor
}

/** Prints two tables: how fast pages are, and how heavy. */
export async function pages(setting: Setting): Promise<void> {
  const db = await setting.cluster.database(Math.min(...setting.people))
  const app = await openApp({
    database: db.owner,
    prefix: 'bench',
    vault: db.vault,
    clock: systemClock,
    mail: createMail({ from: 'Abide <abide@company.example>' }),
    log: openLog('silent'),
    publicUrl: 'http://localhost:8080',
    demo: true,
  })
  try {
    await seed(app)
    const asked = await pagesOf(app, db)
    const speeds: string[][] = []
    const weights: string[][] = []
    const origin = await listen(app.server)
    for (const page of asked) {
      weights.push(await weigh(page))
      speeds.push(await measure(setting, origin, page))
    }
    console.log(
      `\nPages, ${connections} connections over loopback, the asking included; bare = Fastify with the same bytes\n`,
    )
    printTable(
      ['page', 'per second', 'bare per second', 'time ×', 'processor ×', 'processor, ms', 'per second, brotli'],
      speeds,
    )
    console.log('Bytes: HTML as it is, gzip and brotli; all style sheets and scripts of the page, brotli\n')
    printTable(['page', 'HTML', 'gzip', 'brotli', 'CSS', 'JS'], weights)
  } finally {
    await app.close()
    await db.close()
  }
}

/** The pages of a stranger, of customers, and of a colleague who looks somebody up. */
async function pagesOf(app: App, { vault }: BenchDatabase): Promise<Asked[]> {
  const { password } = readCast()
  const stranger = visitorOf(app)
  const [luc, katrin, priya, an, nadia] = await Promise.all(
    [...others, customer, colleague].map(async id => {
      const visitor = visitorOf(app)
      await visitor.submit('/en/sign-in', { id, password })
      return visitor
    }),
  )
  await nadia!.submit('/console/second-factor', { code: codeOf(castFactor(vault, colleague), systemClock.now()) })
  const wanted = { purpose: 'support', reference: 'S-2041' }
  const found = await nadia!.submit('/console/people', { id: customer, ...wanted })
  const person = /name="person" value="([^"]+)"/.exec(found.text)?.[1] ?? ''
  const { location } = await nadia!.submit('/console/people/open', { person, ...wanted }, '/console/people')
  return [
    { name: 'home', path: '/en', visitor: stranger },
    { name: 'sign in', path: '/en/sign-in', visitor: stranger },
    { name: 'policy', path: '/en/privacy', visitor: stranger },
    { name: 'profile', path: '/en/account/profile', visitor: luc! },
    { name: 'what we hold', path: '/en/privacy-centre/held', visitor: katrin! },
    { name: 'who looked', path: '/en/privacy-centre/looked', visitor: priya! },
    { name: 'console: a record', path: location, visitor: nadia! },
    // Last, so that the colleague has looked hundreds of times.
    { name: 'who looked: hundreds', path: '/en/privacy-centre/looked', visitor: an! },
  ]
}

async function listen(server: FastifyInstance): Promise<string> {
  await server.listen({ host: '127.0.0.1', port: 0 })
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

async function measure(setting: Setting, origin: string, { name, path, visitor }: Asked): Promise<string[]> {
  const html = (await visitor.get(path)).text
  const constant = fastify()
  constant.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(html))
  const elsewhere = await listen(constant)
  const { ask, close } = openAsking()
  const headers = visitor.cookie() === '' ? {} : { cookie: visitor.cookie() }
  try {
    const costs = await interleave(
      { ...setting, operations: Math.min(setting.operations, answers), inFlight: connections },
      {
        bare: () => ask(`${elsewhere}/`, headers),
        page: () => ask(origin + path, headers),
        brotli: () => ask(origin + path, { ...headers, 'accept-encoding': 'br' }),
      },
    )
    const perSecond = (way: keyof typeof costs) =>
      Math.round(1e6 / median(costs[way].map(cost => cost.time))).toLocaleString('en')
    const times = (of: 'time' | 'processor') => ratio(costs.page, costs.bare, of).toFixed(1)
    const spent = (median(costs.page.map(cost => cost.processor)) / 1000).toFixed(1)
    return [name, perSecond('page'), perSecond('bare'), times('time'), times('processor'), spent, perSecond('brotli')]
  } finally {
    close()
    await constant.close()
  }
}

async function weigh({ name, path, visitor }: Asked): Promise<string[]> {
  const { text, bytes } = await visitor.get(path)
  const files = async (pattern: RegExp) => {
    const each = [...text.matchAll(pattern)].map(async ([, address]) => brotli((await visitor.get(address!)).bytes))
    return (await Promise.all(each)).reduce((all, size) => all + size, 0)
  }
  const css = await files(/<link rel="stylesheet" href="([^"]+)"/g)
  const js = await files(/<script [^>]*src="([^"]+)"/g)
  return [
    name,
    ...[bytes.length, gzipSync(bytes).length, brotli(bytes), css, js].map(size => size.toLocaleString('en')),
  ]
}

/** As heavy as the product sends it. */
const brotli = (bytes: Buffer): number =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length
