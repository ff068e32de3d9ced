/** Accent colours of a site: whether they can be read on every ground, and the nearest that can. Pure. */

/** The two colours of a site, as `#rrggbb`. */
export interface Accents {
  light: string
  dark: string
}

export type Mode = keyof Accents

/** What links stand on, as in web/style/tokens.css: page, soft ground and the grounds of notices. */
export const grounds: Readonly<Record<Mode, readonly string[]>> = {
  light: ['#ffffff', '#f3f6f9', '#e6f4ec', '#fff4e0', '#fdecec', '#f1ecfa'],
  dark: ['#10181f', '#18232c', '#12291f', '#2d2313', '#33191b', '#231c35'],
}

/** What a site has that chose none. */
export const standardAccents: Accents = { light: '#0b57a4', dark: '#7fb8f0' }

/** WCAG 2.2, 1.4.3: text of ordinary size. */
export const enough = 4.5

/** @returns `#rrggbb` of `#rgb` or `#rrggbb`, with or without its mark; undefined where it is no colour */
export function colourOf(typed: string): string | undefined {
  const [, digits = ''] = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(typed.trim()) ?? []
  if (digits === '') return undefined
  return `#${(digits.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits).toLowerCase()}`
}

const channels = (colour: string): [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16) / 255,
  Number.parseInt(colour.slice(3, 5), 16) / 255,
  Number.parseInt(colour.slice(5, 7), 16) / 255,
]

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map(part =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of two colours by WCAG 2.2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** The least contrast of an accent with anything that it stands on. */
export const leastContrast = (colour: string, mode: Mode): number =>
  Math.min(...grounds[mode].map(ground => contrast(colour, ground)))

/**
 * The colour nearest to one that can be read: the same hue, darker on light ground and lighter on dark.
 * @param wanted the contrast to reach
 */
export function nearestReadable(colour: string, mode: Mode, wanted = enough): string {
  for (let share = 0; share < 1; share += 0.005) {
    const tried = mixed(colour, mode === 'light' ? '#000000' : '#ffffff', share)
    if (leastContrast(tried, mode) >= wanted) return tried
  }
  return mode === 'light' ? '#000000' : '#ffffff'
}

/** The dark colour that goes with a light one, where none was chosen. */
export const darkFor = (light: string): string =>
  light === standardAccents.light ? standardAccents.dark : nearestReadable(light, 'dark', 6)

/** The style sheet of a site: its colours, and nothing else. */
export function styleSheet({ light, dark }: Accents): string {
  const rule = (accent: string, mode: Mode) => {
    const strong = mixed(accent, mode === 'light' ? '#000000' : '#ffffff', 0.3)
    return `:root{--accent:${accent};--accent-strong:${strong};--on-accent:${grounds[mode][0]}}`
  }
  // Paper has no accent: adapt.css prints links in ink.
  return `@media screen{${rule(light, 'light')}}\n@media screen and (prefers-color-scheme:dark){${rule(dark, 'dark')}}\n`
}

function mixed(colour: string, other: string, share: number): string {
  const [from, to] = [channels(colour), channels(other)]
  const parts = from.map((part, at) => Math.round((part + (to[at]! - part) * share) * 255))
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`
}
