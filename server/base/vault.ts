/**
 * Keys. One secret, kept outside the database, from which everything else is derived; and a key for each person, which
 * the database keeps wrapped. Destroying a person's key makes all that was sealed with it unreadable, wherever it lies.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { LRUCache } from 'lru-cache'

const format = 1
const ivBytes = 12
const tagBytes = 16

/** What sealed columns are sealed with. */
export interface SealingKey {
  /**
   * Seals a value for one place. A sealed value that is copied to another owner, table or column does not open.
   * @param place schema.table.column
   */
  seal(place: string, value: unknown): Buffer
  /** @throws if the value was altered, or belongs to another place or owner */
  open(place: string, sealed: Buffer): unknown
}

/** What one person's data is sealed with. */
export interface PersonKey extends SealingKey {
  /** The name that this person has in the evidence: derived from the key, so that it leads to nobody once the key is gone. */
  readonly pseudonym: Buffer
}

/** Everything that the secret opens. */
export interface Vault {
  /** A new key for a person, with its wrapped form for the database. */
  newKey(person: string): { key: PersonKey; wrapped: Buffer }
  /** @throws if `wrapped` is not this person's */
  unwrap(person: string, wrapped: Buffer): PersonKey
  /** What was unwrapped lately, without asking the database. It may have been destroyed since; the rows that it opens went with it. */
  recall(person: string): PersonKey | undefined
  /** Drops a key from memory, once it was destroyed. */
  forget(person: string): void
  /**
   * What the rows of a company are sealed with: derived from the secret and the company's id, and kept nowhere. It goes with
   * nobody who leaves or is erased; who may open such a row is for the database to say, which shows it to members only.
   */
  organisationKey(organisation: string): SealingKey
  /**
   * What belongs to nobody is sealed with, where no person or company is known: derived from the secret.
   * @param use what it is for; one key does not open what another sealed
   */
  installationKey(use: string): SealingKey
  /** Keyed hash for columns that can be found by equality. @param place schema.table.column */
  hash(place: string, text: string): Buffer
  /** What a connection shows to see the people of a region; `*` for all. */
  regionToken(region: string): string
  /** What a batch shows to see one person. */
  personToken(person: string): string
  /** What the database keeps of these tokens, to recognise them. */
  rowKeys(person: string, region: string): { regionKey: Buffer; selfKey: Buffer }
  /** The same of the token that opens every region. */
  readonly everywhereKey: Buffer
  /** The password of a database login. */
  password(role: string): string
  /** A key for one use elsewhere (form tokens, permits). */
  derive(use: string): Buffer
  /** Signs the head of the evidence (Ed25519). */
  sign(bytes: Buffer): Buffer
  /** SPKI, PEM: what verifies those signatures, without any secret. */
  readonly publicKey: string
}

function sealWith(key: KeyObject, associated: string, plain: Buffer): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(associated))
  const body = cipher.update(plain)
  cipher.final()
  return Buffer.concat([Buffer.of(format), iv, cipher.getAuthTag(), body])
}

function openWith(key: KeyObject, associated: string, sealed: Buffer): Buffer {
  if (sealed[0] !== format || sealed.length < 1 + ivBytes + tagBytes) throw new Error('This is not a sealed value.')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + ivBytes))
  decipher.setAAD(Buffer.from(associated))
  decipher.setAuthTag(sealed.subarray(1 + ivBytes, 1 + ivBytes + tagBytes))
  const body = decipher.update(sealed.subarray(1 + ivBytes + tagBytes))
  decipher.final()
  return body
}

function sealingKey(owner: string, bytes: Buffer): SealingKey {
  const key = createSecretKey(bytes)
  return {
    seal: (place, value) => sealWith(key, `${place}\0${owner}`, Buffer.from(JSON.stringify(value))),
    open: (place, sealed) => JSON.parse(openWith(key, `${place}\0${owner}`, sealed).toString()) as unknown,
  }
}

const personKey = (person: string, bytes: Buffer): PersonKey => ({
  pseudonym: createHmac('sha256', bytes).update('evidence').digest().subarray(0, 16),
  ...sealingKey(person, bytes),
})

/**
 * Opens the vault.
 * @param secret at least 32 bytes; who has it and the database can read everything, who has only one of them nothing
 */
export function openVault(secret: Buffer): Vault {
  if (secret.length < 32) throw new Error('The secret must have at least 32 bytes.')
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'abide', use, 32))
  const wrapping = createSecretKey(derive('person keys'))
  const identifiers = derive('identifiers')
  const logins = derive('logins')
  const tokens = derive('tokens')
  const regions = new Map<string, string>()
  const regionToken = (region: string): string => {
    const known = regions.get(region)
    if (known) return known
    const token = createHmac('sha256', tokens).update(`region\0${region}`).digest('base64url')
    regions.set(region, token)
    return token
  }
  const keyOf = (token: string) => createHash('sha256').update(token).digest()
  // RFC 8410: a fixed PKCS #8 head makes 32 bytes an Ed25519 private key.
  const signing = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), derive('evidence seals')]),
    format: 'der',
    type: 'pkcs8',
  })
  const known = new LRUCache<string, { wrapped: Buffer; key: PersonKey; token?: string }>({ max: 20_000 })
  const companies = new LRUCache<string, SealingKey>({ max: 2_000 })
  const organisationKey = (organisation: string): SealingKey => {
    const held = companies.get(organisation)
    if (held) return held
    const key = sealingKey(`organisation\0${organisation}`, derive(`organisation\0${organisation}`))
    companies.set(organisation, key)
    return key
  }
  const newToken = (person: string) => createHmac('sha256', tokens).update(`person\0${person}`).digest('base64url')
  // Beside the key, so that an act on somebody who is active costs no hash.
  const personToken = (person: string): string => {
    const held = known.get(person)
    return held ? (held.token ??= newToken(person)) : newToken(person)
  }
  return {
    newKey(person) {
      const bytes = randomBytes(32)
      const wrapped = sealWith(wrapping, person, bytes)
      const key = personKey(person, bytes)
      known.set(person, { wrapped, key })
      return { key, wrapped }
    },
    unwrap(person, wrapped) {
      const held = known.get(person)
      if (held?.wrapped.equals(wrapped)) return held.key
      const key = personKey(person, openWith(wrapping, person, wrapped))
      known.set(person, { wrapped, key })
      return key
    },
    recall: person => known.get(person)?.key,
    forget: person => void known.delete(person),
    organisationKey,
    installationKey: use => sealingKey(`installation\0${use}`, derive(`installation\0${use}`)),
    hash: (place, text) => createHmac('sha256', identifiers).update(`${place}\0${text}`).digest(),
    regionToken,
    personToken,
    rowKeys: (person, region) => ({ regionKey: keyOf(regionToken(region)), selfKey: keyOf(personToken(person)) }),
    everywhereKey: keyOf(regionToken('*')),
    password: role => createHmac('sha256', logins).update(role).digest('base64url'),
    derive: use => derive(`use: ${use}`),
    sign: bytes => sign(null, bytes, signing),
    publicKey: createPublicKey(signing).export({ format: 'pem', type: 'spki' }).toString(),
  }
}
