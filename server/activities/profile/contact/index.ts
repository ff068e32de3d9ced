/** What a line of a profile says: read as somebody types it, kept as the world writes it. */
export { postcodeExample, readAddress, type Address } from './addresses.ts'
export { choicesOf } from './choices.ts'
export {
  answerWords,
  essenceOf,
  isSame,
  linesOf,
  sayEntry,
  type Answer,
  type Contact,
  type Entry,
  type Kind,
  type Question,
} from './contact.ts'
export { countries, isCountry, phoneUses, readPhone, showPhone, useOf } from './phones.ts'
