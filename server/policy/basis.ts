import { bases, type Basis, type Purpose } from './document.ts'

/** The bases on which a purpose rests for anybody. */
export function basesOf(purpose: Purpose): Basis[] {
  const used = new Set(typeof purpose.basis === 'string' ? [purpose.basis] : Object.values(purpose.basis))
  return bases.filter(basis => used.has(basis))
}
