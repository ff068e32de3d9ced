import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withClient } from '../../server/base/installation.ts'
import { createEvidence } from '../../server/audit/index.ts'
import type { EvidencePort } from '../../server/policy/evidence-port.ts'
import { createGate } from '../../server/policy/gate.ts'
import { followPolicy } from '../../server/policy/in-force.ts'
import { applyDue, publish } from '../../server/policy/publish.ts'
import { statement } from '../../server/policy/statement.ts'
import { refused } from '../attempt.ts'
import { type TestDatabase, testDatabase } from '../database.ts'
import { type Form, genuineForms, tryForm } from '../forms.ts'
import { nextVersion, publishNext } from '../next-version.ts'
import { done, type Person } from '../person.ts'

let db: TestDatabase
let person: Person
beforeEach(async () => {
  db = await testDatabase()
  person = await db.newPerson({ phone: '+32 0 000 01 23' })
})
afterEach(() => db.close())

/**
 * A process that read the policy in force when it started, and hears of nothing by itself.
 * @param hears whether it hears of a publication between reading and writing down what it read
 */
async function deafProcess(hears = false) {
  const { connections, vault, clock, login } = db
  const state = followPolicy(connections, login('gate'), db.declarations)
  await state.refresh()
  const writing = createEvidence(connections, login('evidence'), clock)
  const evidence: EvidencePort = {
    proof: writing.proof,
    async append(lines) {
      if (hears) await state.refresh()
      return writing.append(lines)
    },
  }
  const gate = createGate({ connections, vault, state, evidence, login })
  return {
    state,
    readContacts: () =>
      gate.read(
        { act: 'profile.view', actor: { kind: 'customer', person: person.id }, subject: { person: person.id } },
        {
          contacts: statement<'profile.view'>({
            name: 'test-contacts',
            text: 'select value from profile.contact where person_id = $1',
            values: [person.id],
            opens: { value: 'profile.contact.value' },
          }),
        },
      ),
    correctContacts: () =>
      gate.write(
        { act: 'profile.correct', actor: { kind: 'customer', person: person.id }, subject: { person: person.id } },
        {
          contacts: statement<'profile.correct'>({
            name: 'test-correct',
            text: 'update profile.contact set source = $2 where person_id = $1',
            values: [person.id, 'phone'],
            // Not what signing up left: this form is new.
            fields: ['profile.contact.value', 'profile.contact.source'],
          }),
        },
      ),
  }
}

/** The versions under which the person's lines were written, in order. */
const versionsOf = async (act: string) =>
  (
    await db.asOwner<{ version: number }>(
      'select version from audit.line where act = $1 and subject = $2 order by id',
      [act, db.vault.recall(person.id)!.pseudonym],
    )
  ).map(line => line.version)

describe('evidence of a process that has not heard of a publication', () => {
  it('is taken under the version before, of readings and of writings, and nobody waits for anything', async () => {
    const process = await deafProcess()
    await publishNext(db, () => {})
    done(await process.readContacts())
    done(await process.correctContacts())
    expect(process.state.current().compiled.loaded.policy.policy.version).toBe(4)
    expect(await versionsOf('profile.view')).toEqual([4])
    expect((await versionsOf('profile.correct')).at(-1)).toBe(4)
  })

  it('is taken under no older one: the process hears of what is in force, judges again, and nothing is done twice', async () => {
    const reading = await deafProcess()
    const writing = await deafProcess()
    await publishNext(db, () => {})
    await publishNext(db, () => {})
    done(await reading.readContacts())
    done(await writing.correctContacts())
    expect(writing.state.current().compiled.loaded.policy.policy.version).toBe(6)
    expect(await versionsOf('profile.view')).toEqual([6])
    expect((await versionsOf('profile.correct')).slice(1)).toEqual([6])
  })

  it('is taken under the new version also when the process heard while it was at work', async () => {
    const process = await deafProcess(true)
    await publishNext(db, () => {})
    await publishNext(db, () => {})
    expect(done(await process.readContacts()).contacts).toHaveLength(1)
    expect(await versionsOf('profile.view')).toEqual([6])
  })
})

describe('a version of the policy', () => {
  const genuine = (writer: string): Form => {
    const all = genuineForms(db).flatMap(({ written, read }) => [written, read])
    return all.find(form => form?.writer === writer)!
  }

  it('takes new forms while it is in force and while it is the one before, from every login, and then no more', async () => {
    const writers = [db.login('self'), db.login('evidence'), db.roleOf('account'), db.roleOf('security')]
    const clients = await Promise.all(writers.map(role => db.connectAs(role, '*')))
    const takes = async () => {
      const answers = []
      for (const version of [4, 5, 6, 7])
        for (const [at, writer] of writers.entries())
          answers.push(`${version}: ${await tryForm(clients[at]!, { ...genuine(writer), version })}`)
      return [...new Set(answers)].filter(answer => !answer.endsWith(refused))
    }
    expect(await takes()).toEqual(['4: allowed: 1'])
    await publishNext(db, () => {})
    expect(await takes()).toEqual(['4: allowed: 1', '5: allowed: 1'])
    await publishNext(db, () => {})
    expect(await takes()).toEqual(['5: allowed: 1', '6: allowed: 1'])
  })

  it('takes none before its date', async () => {
    const next = nextVersion(db, () => {})
    const later = new Date('2026-12-01T00:00:00Z')
    await withClient(db.owner, client => publish(client, next, db.clock.now(), later))
    const apply = () => withClient(db.owner, client => applyDue(client, db.declarations, db.prefix, db.clock.now()))
    const evidence = await db.connectAs(db.login('evidence'))
    const form = { ...genuine(db.login('evidence')), version: 5 }
    await apply()
    expect(await tryForm(evidence, form)).toBe(refused)
    db.clock.set(later)
    await apply()
    expect(await tryForm(evidence, form)).toBe('allowed: 1')
  })

  it('takes none of an act whose category it no longer promises', async () => {
    const evidence = await db.connectAs(db.login('evidence'))
    const form = genuineForms(db).find(({ read }) => read?.act === 'desk.find-for-support')!.read!
    await publishNext(db, policy => {
      policy.setIn(['purposes', 'support', 'uses'], ['identity', 'products', 'interactions', 'organisation'])
      for (const recipient of ['repair', 'night-desk'])
        policy.setIn(['recipients', recipient, 'gets'], ['identity', 'products', 'interactions'])
    })
    expect(await tryForm(evidence, { ...form, version: 5 })).toBe(refused)
    const open = { ...form, act: 'desk.open-for-support', version: 5 }
    expect(await tryForm(evidence, open)).toBe(refused)
    expect(await tryForm(evidence, { ...open, fields: ['people.name.value'] })).toBe('allowed: 1')
  })
})
