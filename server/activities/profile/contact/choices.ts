/** What can be answered for research. Lists, so that nobody is asked for more than a group to count. Pure. */

export const occupations = [
  'technician',
  'engineer',
  'administrator',
  'facility',
  'craft',
  'care',
  'teacher',
  'scientist',
  'shopkeeper',
  'office',
  'public',
  'student',
  'retired',
  'other-work',
] as const

export const places = [
  'dwelling',
  'workplace',
  'server-room',
  'hospital',
  'plant',
  'site',
  'railway',
  'telecom',
  'vessel',
  'school',
  'shop-floor',
  'other-place',
] as const

/** The choices of a question. */
export const choicesOf = { occupation: occupations, place: places } as const
