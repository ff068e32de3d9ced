/** Passwords at rest: argon2id at the strength that OWASP's cheat sheet sets (m = 19 MiB, t = 2, p = 1). */
import { hash, verify } from '@node-rs/argon2'

const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** @returns a PHC string */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), strength)

/** Whether a password is the one that was hashed. */
export const matches = (hashed: string, password: string): Promise<boolean> =>
  verify(hashed, password.normalize('NFKC'))

let nobody: Promise<string> | undefined

/** Takes as long as a real comparison, for an ID that nobody has: the time says nothing. */
export async function matchNobody(password: string): Promise<false> {
  nobody ??= hashPassword('nobody has this password')
  await matches(await nobody, password)
  return false
}
