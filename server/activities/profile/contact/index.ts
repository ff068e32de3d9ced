/** Phones and addresses: read as somebody types them, kept as the world writes them. */
export { postcodeExample, readAddress, type Address } from './addresses.ts'
export { isSame, linesOf, sayContact, type Contact, type Kind } from './contact.ts'
export { countries, isCountry, readPhone, showPhone, type Phone } from './phones.ts'
