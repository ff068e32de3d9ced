/** What a site is told of how somebody can be reached: their phone and their postal address, as they are now. */
import type { ContactPort } from '../../people/index.ts'
import type { Contact } from './contact/index.ts'
import { toldContacts, type ToldRow } from './told-store.ts'

const isPhone = (row: Contact) => row.kind === 'phone'
const isAddress = (row: Contact) => row.kind === 'address'

/** Phone as E.164, address as OpenID Connect Core 1.0, 5.1.1 writes it: the newest of each. */
export const contactPort: ContactPort<ToldRow> = {
  lines: toldContacts,
  phoneOf(rows) {
    const phone = rows.find(isPhone)?.value
    return phone && (phone.extension ? `${phone.number};ext=${phone.extension}` : phone.number)
  },
  addressOf(rows) {
    const address = rows.find(isAddress)?.value
    if (!address) return undefined
    const { street, postcode, city, region, country } = address
    const lines = [street, [postcode, city].filter(Boolean).join(' '), region, country].filter(Boolean)
    return {
      formatted: lines.join('\n'),
      street_address: street,
      locality: city,
      country,
      ...(postcode ? { postal_code: postcode } : {}),
      ...(region ? { region } : {}),
    }
  },
}
