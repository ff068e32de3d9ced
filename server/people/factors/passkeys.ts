/** Passkeys (WebAuthn 3): what a browser is asked, and what its answer proves. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Statements } from '../../policy/gate.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { PeopleParts } from '../parts.ts'
import { normalIdentifier } from '../people.ts'
import { challengeLasts, newChallenge, type PasskeyUse, readChallenge } from './challenges.ts'
import * as store from './passkey-store.ts'

/** Read when somebody shows a passkey first: commands begin sooner without it. */
const webauthn = () => import('@simplewebauthn/server')

const stranger = { kind: 'stranger' } as const
/** COSE: Ed25519, ECDSA with P-256, RSA. */
const algorithms = [-8, -7, -257] as const

/** What a browser sent for a passkey, as JSON text, with what its challenge was bound to. */
export interface Answered {
  response: string
  /** See `newChallenge`. */
  holder: string
}

/** The site that passkeys are for: from the settings alone, never from what a request says of itself. */
function site({ publicUrl }: Pick<PeopleParts, 'publicUrl'>) {
  const { origin, hostname } = new URL(publicUrl)
  return { origin, id: hostname }
}

/** The name that an authenticator knows somebody by: it leads to nobody without the secret. base64url. */
const handleOf = ({ vault }: Pick<PeopleParts, 'vault'>, person: string): string =>
  vault.hash('people.passkey.user_handle', person).toString('base64url')

const credentialHash = ({ vault }: Pick<PeopleParts, 'vault'>, id: string): Buffer =>
  vault.hash('people.passkey.credential_hash', id)

const challengeHash = ({ vault }: Pick<PeopleParts, 'vault'>, challenge: string): Buffer =>
  vault.hash('people.used_challenge.challenge_hash', challenge)

/** Whether a challenge was answered before: the primary key of those that were. */
export const isReplay = (error: unknown): boolean => (error as { code?: string }).code === '23505'

/** Reads the passkeys of somebody. */
export async function passkeysOf({ gate }: Pick<PeopleParts, 'gate'>, person: string) {
  const read = await gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: { person } },
    { passkeys: store.passkeys(person) },
  )
  return read instanceof Refusal ? read : read.passkeys
}

const described = ({ detail }: store.PasskeyRow) => ({
  id: detail.id,
  type: 'public-key' as const,
  transports: detail.transports,
})

/**
 * What a browser is asked to make a new passkey (PublicKeyCredentialCreationOptions, as JSON): one that is found without an
 * ID and asks for a finger, a face or a PIN, so that it is both factors at once.
 * @param who `label`: what the browser shows; `company`: whose ID it is
 */
export async function creationOptions(
  parts: PeopleParts,
  who: { person: string; label: string; company: string },
  holder: string,
) {
  const known = await passkeysOf(parts, who.person)
  if (known instanceof Refusal) return known
  return {
    rp: { id: site(parts).id, name: who.company },
    user: { id: handleOf(parts, who.person), name: who.label, displayName: who.label },
    challenge: newChallenge(parts.vault, 'add', holder, parts.clock.now()),
    pubKeyCredParams: algorithms.map(alg => ({ type: 'public-key' as const, alg })),
    timeout: challengeLasts,
    excludeCredentials: known.map(described),
    authenticatorSelection: {
      residentKey: 'required' as const,
      requireResidentKey: true,
      userVerification: 'required' as const,
    },
    attestation: 'none' as const,
  }
}

/**
 * What a browser is asked to show a passkey (PublicKeyCredentialRequestOptions, as JSON).
 * @param person whose passkeys are named; undefined names none, so that nobody learns who has any
 */
export async function requestOptions(
  parts: PeopleParts,
  use: Exclude<PasskeyUse, 'add'>,
  holder: string,
  person?: string,
) {
  const known = person === undefined ? [] : await passkeysOf(parts, person)
  if (known instanceof Refusal) return known
  return {
    challenge: newChallenge(parts.vault, use, holder, parts.clock.now()),
    timeout: challengeLasts,
    rpId: site(parts).id,
    allowCredentials: known.map(described),
    userVerification: needsVerification(use) ? ('required' as const) : ('preferred' as const),
  }
}

/** Beside the password it is enough that somebody touched the key; in its place it has to know who did. */
const needsVerification = (use: PasskeyUse): boolean => use !== 'second-factor'

/** What the browser's answer has to have before it is looked at more closely. */
function parsed<Answer>(text: string): Answer | undefined {
  try {
    const answer = JSON.parse(text) as { id?: unknown; response?: unknown } | null
    const isAnswer = typeof answer?.id === 'string' && typeof answer.response === 'object' && answer.response !== null
    return isAnswer ? (answer as Answer) : undefined
  } catch {
    return undefined
  }
}

/** A challenge as the verifying library asks for it, remembered with its end. */
function challengeCheck({ vault, clock }: PeopleParts, use: PasskeyUse, holder: string) {
  let taken: { challenge: string; until: Date } | undefined
  return {
    expected(challenge: string): boolean {
      const until = readChallenge(vault, use, holder, challenge, clock.now())
      if (until) taken = { challenge, until }
      return until !== undefined
    },
    taken: () => taken,
  }
}

/** A passkey that was shown: whose, and the statements that note its use, for the transaction of what it opens. */
export interface PasskeyProof {
  person: string
  colleague: boolean
  statements: Statements<'people.use-passkey' | 'people.second-factor' | 'people.prove'>
}

/**
 * Judges the answer of a passkey. Its signature, origin, site, challenge and counter are looked at (WebAuthn 3, 7.2).
 * @param expected `person`: of nobody else it proves nothing; `id`: the ID that was typed, if one was
 */
export async function passkeyProof(
  parts: PeopleParts,
  { use, holder, response }: Answered & { use: Exclude<PasskeyUse, 'add'> },
  expected: { person?: string; id?: string | undefined } = {},
): Promise<PasskeyProof | 'wrong' | Refusal> {
  const answer = parsed<AuthenticationResponseJSON>(response)
  if (!answer) return 'wrong'
  const typed =
    expected.id === undefined ? null : parts.vault.hash('people.account.identifier_hash', normalIdentifier(expected.id))
  const found = await parts.gate.read(
    { act: 'people.check-credentials', actor: stranger, subject: 'set' },
    { passkey: store.findPasskey(credentialHash(parts, answer.id), typed) },
  )
  if (found instanceof Refusal) return found
  const [passkey] = found.passkey
  if (!passkey || (expected.person !== undefined && expected.person !== passkey.person_id)) return 'wrong'
  const handle = answer.response.userHandle
  if (handle !== undefined && handle !== null && handle !== handleOf(parts, passkey.person_id)) return 'wrong'
  const check = challengeCheck(parts, use, holder)
  const counter = await verifiedCounter(parts, answer, passkey, use, check.expected)
  const taken = check.taken()
  if (counter === undefined || !taken) return 'wrong'
  return {
    person: passkey.person_id,
    colleague: passkey.colleague,
    statements: {
      passkey: store.usePasskey(passkey.id, passkey.person_id, counter, parts.clock.now()),
      challenge: store.useChallenge(challengeHash(parts, taken.challenge), taken.until),
    },
  }
}

async function verifiedCounter(
  parts: PeopleParts,
  answer: AuthenticationResponseJSON,
  { detail, counter }: store.FoundRow,
  use: PasskeyUse,
  expectedChallenge: (challenge: string) => boolean,
): Promise<number | undefined> {
  const { origin, id } = site(parts)
  try {
    const { verified, authenticationInfo } = await (
      await webauthn()
    ).verifyAuthenticationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: needsVerification(use),
      credential: {
        id: detail.id,
        publicKey: new Uint8Array(Buffer.from(detail.publicKey, 'base64url')),
        counter: Number(counter),
      },
    })
    return verified ? authenticationInfo.newCounter : undefined
  } catch {
    // Whatever the library says: a wrong challenge, origin, site, signature or counter, or bytes that are none of these.
    return undefined
  }
}

/** What came of a new passkey: what is kept of it, and the statement that takes its challenge. */
export interface NewCredential {
  credentialHash: Buffer
  detail: store.PasskeyDetail
  counter: number
  challenge: ReturnType<typeof store.useChallenge>
}

/** Judges the answer of a browser that made a passkey (WebAuthn 3, 7.1). */
export async function newCredential(
  parts: PeopleParts,
  { response, holder }: Answered,
): Promise<NewCredential | 'wrong'> {
  const answer = parsed<RegistrationResponseJSON>(response)
  if (!answer) return 'wrong'
  const { origin, id } = site(parts)
  const check = challengeCheck(parts, 'add', holder)
  try {
    const { verified, registrationInfo } = await (
      await webauthn()
    ).verifyRegistrationResponse({
      response: answer,
      expectedChallenge: check.expected,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    })
    const taken = check.taken()
    if (!verified || !taken) return 'wrong'
    const { credential } = registrationInfo
    const publicKey = Buffer.from(credential.publicKey).toString('base64url')
    return {
      credentialHash: credentialHash(parts, credential.id),
      detail: { id: credential.id, publicKey, transports: transportsOf(answer) },
      counter: credential.counter,
      challenge: store.useChallenge(challengeHash(parts, taken.challenge), taken.until),
    }
  } catch {
    return 'wrong'
  }
}

const knownTransports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

/** Only words that browsers know: the rest is what somebody typed. */
function transportsOf({ response: { transports } }: RegistrationResponseJSON): string[] {
  return Array.isArray(transports) ? knownTransports.filter(one => (transports as string[]).includes(one)) : []
}
