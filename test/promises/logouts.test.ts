/** Sites that have to hear that somebody signed out, while others among them say nothing. */
import { createServer } from 'node:http'
import { createServer as listen, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newSite, openParty, type Party } from '../relying-party.ts'

let party: Party
const open = new Set<Socket>()
/** Takes what comes and says nothing. */
const silent = listen(socket => {
  open.add(socket)
  socket.on('error', () => socket.destroy())
})
const heard: string[] = []
const polite = createServer((request, response) => {
  heard.push(request.url!)
  request.resume().on('end', () => response.end())
})
const portOf = (server: Pick<Server, 'address'>) => (server.address() as AddressInfo).port

beforeAll(async () => {
  party = await openParty()
  await new Promise<void>(done => silent.listen(0, '127.0.0.1', done))
  await new Promise<void>(done => polite.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  for (const socket of open) socket.destroy()
  silent.close()
  polite.close()
  await party?.close()
})

const add = (site: string, count: number) =>
  party.house.db.asOwner(
    `insert into people.site_logout (id, site_id, subject, sid)
     select gen_random_uuid(), $1, 'somebody', 'a sign-in' from generate_series(1, $2)`,
    [site, count],
  )
const tell = () => party.app.given.sites.jobs.find(one => one.name === 'tell sites who signed out')!.run()

describe('a site that says nothing', () => {
  it('takes the time of one try in a turn, and lets every other hear at once', async () => {
    const quiet = [
      await newSite(party, { backchannel: `http://127.0.0.1:${portOf(silent)}/` }),
      await newSite(party, { backchannel: `http://127.0.0.1:${portOf(silent)}/` }),
    ]
    for (const { id } of quiet) await add(id, 150)
    const listening = await newSite(party, { backchannel: `http://127.0.0.1:${portOf(polite)}/out` })
    await add(listening.id, 3)
    const turn = tell().catch((error: Error) => error.message)
    // One after the other, the two that are silent would take ten seconds.
    await expect.poll(() => heard.length, { timeout: 9_000 }).toBe(3)
    const said = await turn
    for (const { id } of quiet) expect(said).toContain(`${id} time`)
    const left = await party.house.db.asOwner<{ tries: number; due: number }>(
      'select sum(tries)::int as tries, count(id) filter (where next_try_at is null)::int as due from people.site_logout',
    )
    expect(left).toEqual([{ tries: 2, due: 0 }])
    // In the next turn nobody waits for them.
    await add(listening.id, 1)
    await tell()
    expect(heard).toHaveLength(4)
  })
})
