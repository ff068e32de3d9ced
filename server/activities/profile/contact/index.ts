/** Phones and addresses: read as somebody types them, kept as the world writes them. */
export type { Address } from './addresses.ts'
export { isSame, linesOf, sayContact, type Contact, type Kind } from './contact.ts'
export { countries, showPhone, type Phone } from './phones.ts'
export {
  addressFields,
  contactFields,
  nameText,
  phoneFields,
  readContact,
  readName,
  type ContactFields,
} from './reading.ts'
