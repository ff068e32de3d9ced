import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** A new id for a row: UUID version 7 (RFC 9562), so that ids made later sort later. It says when it was made: not for secrets. */
export const newId = (): string => v7()

/**
 * A new unguessable value for links, sessions and keys, as base64url.
 * @param bytes how many random bytes; 32 give 256 bits
 */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url')
