/** From a stranger without an e-mail address to somebody with an ID. */
import type { Language } from '../base/http/index.ts'
import { newId } from '../base/ids.ts'
import { Refusal } from '../policy/refusal.ts'
import { newIdCode } from './id-code.ts'
import type { PeopleParts } from './parts.ts'
import { hashPassword } from './passwords.ts'
import { identifierHash } from './identifier.ts'
import { defaultController, provenance } from './sign-up.ts'
import * as store from './store.ts'

/** How often an ID may turn out to be somebody's already: 35 random bits make even once improbable. */
const rounds = 3

/**
 * Makes an ID that is no e-mail address. It is confirmed at once: nobody else could have it. No letter is written, now or
 * later, until an address is added.
 * @returns the ID, to be shown, and whose it is
 */
export async function signUpWithout(
  parts: PeopleParts,
  form: { name: string; password: string; language: Language },
): Promise<{ id: string; person: string } | Refusal> {
  const { gate, vault } = parts
  const { company } = gate.policy().compiled.loaded.policy.policy
  const password = await hashPassword(form.password)
  const region = defaultController(parts)
  for (let round = 1; ; round += 1) {
    const [person, id, from] = [newId(), newIdCode(company), provenance(parts, 'web')]
    try {
      const written = await gate.write(
        { act: 'people.sign-up', actor: { kind: 'stranger' }, subject: { newPerson: person } },
        {
          person: store.addPerson({
            id: person,
            region,
            relation: 'consumer',
            language: form.language,
            ...vault.rowKeys(person, region),
            ...from,
          }),
          account: store.addAccount({
            person,
            address: id,
            identifierHash: identifierHash(parts, id),
            password,
            confirmedAt: from.at,
            ...from,
          }),
          name: store.addName(newId(), person, form.name.trim(), from),
        },
      )
      return written instanceof Refusal ? written : { id, person }
    } catch (error) {
      if ((error as { code?: string }).code !== '23505' || round === rounds) throw error
    }
  }
}
