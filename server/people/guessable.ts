/** What somebody who guesses a password tries first. Pure, and offline: nothing is asked of anybody. */
import { dictionary } from '@zxcvbn-ts/language-common'

/** The 49,000 passwords that stand most often in leaks (OWASP ASVS 5.0, 6.2.4 asks for 3,000), and sentences that everybody knows. */
const leaked = new Set<string>(dictionary['passwords-common'])
for (const sentence of [
  'correcthorsebatterystaple',
  'thequickbrownfox',
  'thequickbrownfoxjumpsoverthelazydog',
  'tobeornottobe',
  'maytheforcebewithyou',
  'onceuponatime',
])
  leaked.add(sentence)

/**
 * Words that stand at the top of every list of leaked passwords, in the languages of the product. Short on purpose: what
 * is left of a password without them has to be long enough by itself.
 */
const commonWords = `
  password passwort wachtwoord motdepasse passe pass secret geheim welcome welkom willkommen bienvenue hello hallo bonjour
  login admin administrator master user gebruiker utilisateur benutzer guest test demo change changeme default qwerty
  qwertz azerty letmein iloveyou trustno1 dragon monkey princess sunshine shadow football baseball basketball soccer
  voetbal superman batman starwars pokemon freedom whatever computer internet samsung google facebook ninja mustang
  michael jennifer jordan thomas daniel charlie jessica ashley andrea love liefde amour liebe summer winter spring autumn
  zomer lente herfst ete hiver printemps automne sommer herbst monday friday maandag vrijdag lundi vendredi montag freitag
  january february march april june july august september october november december januari februari maart juni juli
  augustus oktober janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre januar februar dezember
`
  .trim()
  .split(/\s+/)
  .toSorted((a, b) => b.length - a.length)

/** The shortest half of a password that is two listed ones beside each other. */
const shortestHalf = 3

/**
 * Whether a password is one that leaked often, or two of them beside each other (`manchester united`), also with digits for
 * letters, spaces between, and digits or signs before or after.
 */
export function isListed(password: string): boolean {
  const typed = password.toLowerCase().slice(0, longest).replaceAll(/\s/g, '')
  const plain = [...typed].map(character => swaps[character] ?? character).join('')
  const bare = (text: string) => text.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '')
  return [typed, plain, bare(typed), bare(plain)].some(text => leaked.has(text) || isTwo(text))
}

function isTwo(text: string): boolean {
  for (let at = shortestHalf; at <= text.length - shortestHalf; at += 1)
    if (leaked.has(text.slice(0, at)) && leaked.has(text.slice(at))) return true
  return false
}

const rows = [
  '0123456789012345',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'azertyuiop',
  'qwertzuiop',
  // Down the columns of a keyboard, and its first letters with the digits over them.
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
]
const runs = [...rows, ...rows.map(row => [...row].reverse().join(''))]

const swaps: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** Characters that are looked at: who types more has nothing to fear from a list. */
const longest = 200

/**
 * What is left of a password when all that is easily guessed is taken away: words about the person, common words (also
 * written with digits, `p4ssw0rd`), rows of keys or letters, and what only repeats what went before.
 * @param personal words about the person and the company; those under four letters do not count
 * @returns how many characters are left
 */
export function hardCharacters(password: string, personal: readonly string[]): number {
  const words = [...personal.map(word => word.toLowerCase()).filter(word => word.length >= 4), ...commonWords]
  let left = [...withoutRepeats(password.toLowerCase().slice(0, longest))]
  for (const word of words) left = withoutWord(left, word)
  return withoutRuns(left.join('')).replaceAll(/\s/g, '').length
}

/** `abcabcabc` is `abc`, `aaaa` is `a`. */
const withoutRepeats = (text: string): string => text.replaceAll(/(.+?)\1{2,}/gsu, '$1')

/** Takes a word out wherever it stands, also where letters were swapped for digits. */
function withoutWord(characters: string[], word: string): string[] {
  const plain = characters.map(character => swaps[character] ?? character).join('')
  const typed = characters.join('')
  for (const text of [typed, plain]) {
    const at = text.indexOf(word)
    // Positions are those of the characters: what is swapped stays as long as it was.
    if (at >= 0 && text.length === typed.length)
      return withoutWord([...typed.slice(0, at), ...typed.slice(at + word.length)], word)
  }
  return characters
}

/** Takes out three neighbours or more of a keyboard's row, of the alphabet or of the digits. */
function withoutRuns(text: string): string {
  let left = ''
  for (let at = 0; at < text.length;) {
    let length = 1
    while (at + length < text.length && runs.some(run => run.includes(text.slice(at, at + length + 1)))) length += 1
    if (length < 3) left += text.slice(at, at + length)
    at += length
  }
  return left
}
