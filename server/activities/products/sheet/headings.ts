/** Which column of a file is which, in every language of the product. */
const names = {
  serial: [
    'serial',
    'serial number',
    'serialnumber',
    'serienummer',
    'numéro de série',
    'numero de serie',
    'n° de série',
    'seriennummer',
    's/n',
    'sn',
  ],
  family: ['family', 'model', 'product', 'familie', 'modèle', 'modele', 'produit', 'famille', 'modell', 'produkt'],
  bought: [
    'bought',
    'bought on',
    'purchase date',
    'date of purchase',
    'gekocht',
    'gekocht op',
    'aankoopdatum',
    'acheté le',
    'achete le',
    'date d’achat',
    "date d'achat",
    'gekauft',
    'gekauft am',
    'kaufdatum',
  ],
  seller: [
    'seller',
    'bought from',
    'verkoper',
    'gekocht bij',
    'vendeur',
    'acheté chez',
    'verkäufer',
    'verkaeufer',
    'gekauft bei',
  ],
  site: ['site', 'location', 'locatie', 'vestiging', 'lieu', 'standort', 'emplacement'],
  note: ['note', 'notes', 'remark', 'nota', 'opmerking', 'remarque', 'notiz', 'bemerkung', 'anmerkung'],
} as const

export type Heading = keyof typeof names
export type Columns = Partial<Record<Heading, number>>

const tidy = (cell: string): string =>
  cell
    .normalize('NFC')
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .replace(/[:*]+$/, '')
    .trim()

/**
 * Finds the columns by the first line of a file.
 * @returns undefined where it is no heading: then the first column has serial numbers
 */
export function columnsOf(cells: readonly string[]): Columns | undefined {
  const columns: Columns = {}
  cells.forEach((cell, at) => {
    for (const heading of Object.keys(names) as Heading[])
      if ((names[heading] as readonly string[]).includes(tidy(cell)) && columns[heading] === undefined)
        columns[heading] = at
  })
  return columns.serial === undefined ? undefined : columns
}

/** The columns of a file without a heading, in the order in which we write them ourselves. */
export const usualColumns: Columns = { serial: 0, bought: 1, seller: 2, site: 3, note: 4 }
