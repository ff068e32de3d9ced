/** Products as the company's own systems find them. */
import { statement } from '../../policy/statement.ts'

/** What a system with a key of a purpose may do to find whose a product is. */
export type FindOwner = 'products.system-find-for-support' | 'products.system-find-for-products'

/** Whose product has a serial number now; who brought it, where it is a company's. */
export const ownerOfSerial = (serial: string) =>
  statement<FindOwner, { person_id: string; company: boolean }>({
    name: 'products.owner-of-serial',
    text: `select r.person_id, r.organisation_id is not null as company, k.wrapped
             from products.registration r join people.key k on k.person_id = r.person_id
            where r.serial_number = $1 and r.ended_at is null`,
    values: [serial],
    fields: ['products.registration.serial_number'],
  })
