// A process that tests kill: it signs people up through the gate, several at once, and prints each one's id when the gate
// has said that it is done. Arguments: where the owner connects and what the
// product declares (JSON), and how many people at most.
import { createEvidence } from '../server/audit/index.ts'
import { systemClock } from '../server/base/clock.ts'
import { type Address, Connections } from '../server/base/connections.ts'
import { openVault } from '../server/base/vault.ts'
import type { Declarations } from '../server/policy/compile.ts'
import { createGate } from '../server/policy/gate.ts'
import { followPolicy } from '../server/policy/in-force.ts'
import { prefix, secret } from './installation.ts'
import { makePerson } from './person.ts'

const [place = '', declared = '', most = '0'] = process.argv.slice(2)
const owner = JSON.parse(place) as Address
const vault = openVault(secret)
const login = (name: string) => `${prefix}_${name}`
const connections = new Connections({
  budget: 20,
  address: role => ({ ...owner, user: role, password: vault.password(role) }),
})
const state = followPolicy(connections, login('gate'), JSON.parse(declared) as Declarations)
await state.refresh()
const evidence = createEvidence(connections, login('evidence'), systemClock)
const gate = createGate({ connections, vault, state, evidence, login })

let left = Number(most)
async function write(): Promise<void> {
  while (left > 0) {
    left -= 1
    const { id } = await makePerson({ gate, clock: systemClock, vault }, { phone: '+32 0 000 01 23' })
    process.stdout.write(`${id}\n`)
  }
}
await Promise.all(Array.from({ length: 8 }, write))
await connections.close()
