/** Serial numbers for tests, and the catalogue of the demonstration. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The families of the demonstration. */
export const { families: catalogue } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../db/seed/products.json'), 'utf8'),
) as {
  families: {
    code: string
    scheme: string
    plants: string
    name: string
    says: Record<string, string>
    months: number
    extraMonths: number
  }[]
}

const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ'
let last = 10_000

/** A serial number that nobody has yet: by a calculation of its own, so that the product is not its own judge. */
export function aSerial(family = 'OU20', built = '12637', number = (last += 1)): string {
  const body = `${family}${built}${String(number).padStart(5, '0')}`
  const value = [...body].reduce((sum, character) => sum * 36n + BigInt(Number.parseInt(character, 36)), 0n)
  return `${family}-${built}-${String(number).padStart(5, '0')}-${letters[Number(value % 23n)]}`
}
