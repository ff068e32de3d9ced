/** An authenticator in software: makes passkeys and signs with them, as a browser hands it on (WebAuthn 3). */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { defaultUrl, type TestVisitor } from './app.ts'

/** What may be wrong with an answer. */
export interface Forged {
  origin?: string
  rpId?: string
  challenge?: string
  /** What the authenticator says how often it was used. */
  counter?: number
  /** Whether it knew who was there; default yes. */
  verified?: boolean
  userHandle?: string
}

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest()

/** One passkey, made for one site. */
export class Passkey {
  readonly id = base64url(randomBytes(32))
  #counter = 0
  #userHandle = ''
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  /** @param counts whether its counter goes up with each use; most of today's stay at 0 */
  constructor(private readonly counts = true) {}

  /** Answers the options for a new passkey. */
  made(options: { challenge: string; rp: { id: string }; user: { id: string } }, forged: Forged = {}): string {
    this.#userHandle = options.user.id
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' })
    const coordinates = [x!, y!].map(text => new Uint8Array(Buffer.from(text, 'base64url')))
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinates[0]!],
      [-3, coordinates[1]!],
    ])
    const id = Buffer.from(this.id, 'base64url')
    const credential = [Buffer.alloc(16), Buffer.from([id.length >> 8, id.length & 255]), id, isoCBOR.encode(cose)]
    const authData = Buffer.concat([this.#head(options.rp.id, 0x40, forged), ...credential])
    const attestation = new Map<string, string | Map<string, string> | Uint8Array>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ])
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', options.challenge, forged).toString('base64url'),
      attestationObject: base64url(isoCBOR.encode(attestation)),
      transports: ['internal'],
    })
  }

  /** Answers the options for showing one. */
  shown(options: { challenge: string; rpId: string }, forged: Forged = {}): string {
    if (this.counts) this.#counter += 1
    const authData = this.#head(options.rpId, 0, forged)
    const clientData = this.#clientData('webauthn.get', options.challenge, forged)
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signed(this.#keys.privateKey, Buffer.concat([authData, sha256(clientData)])),
      userHandle: forged.userHandle ?? this.#userHandle,
    })
  }

  #head(rpId: string, flags: number, { rpId: other, counter = this.#counter, verified = true }: Forged): Buffer {
    const head = Buffer.alloc(37)
    sha256(other ?? rpId).copy(head)
    head[32] = flags | 0x01 | (verified ? 0x04 : 0)
    head.writeUInt32BE(counter, 33)
    return head
  }

  #clientData(type: string, challenge: string, forged: Forged): Buffer {
    const { origin = defaultUrl } = forged
    return Buffer.from(JSON.stringify({ type, challenge: forged.challenge ?? challenge, origin, crossOrigin: false }))
  }

  #answer(response: object): string {
    return JSON.stringify({ id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response })
  }
}

const signed = (key: KeyObject, bytes: Buffer) => sign('sha256', bytes, key).toString('base64url')

/** What the product would ask a browser. @throws if it asks nothing */
export async function asked<Options = { challenge: string; rpId: string; allowCredentials: { id: string }[] }>(
  visitor: TestVisitor,
  what: 'new' | 'challenge?for=sign-in' | 'challenge?for=second-factor' | 'challenge?for=prove',
): Promise<Options> {
  const answer = await visitor.call('GET', `/api/people/passkeys/${what}`)
  if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${answer.text}`)
  return answer.json<Options>()
}

/** The options for a new passkey. */
export interface Creation {
  challenge: string
  rp: { id: string }
  user: { id: string; name: string }
  excludeCredentials: { id: string }[]
}

/** Adds a passkey to the ID of whoever is signed in. */
export async function addedPasskey(
  visitor: TestVisitor,
  name = 'My phone',
  passkey = new Passkey(),
  forged: Forged = {},
) {
  const options = await asked<Creation>(visitor, 'new')
  const answer = await visitor.call('POST', '/api/people/passkeys', { name, passkey: passkey.made(options, forged) })
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
  return { passkey, codes: answer.json<{ recoveryCodes: string[] | null }>().recoveryCodes ?? [] }
}
