/** The logo of a site, judged by its content: what it is, how big, and whether anything in it would act. Pure. */

export interface Logo {
  ending: 'svg' | 'png'
  type: 'image/svg+xml' | 'image/png'
  /** In its own units: only their proportion counts. */
  width: number
  height: number
}

/** Why something is no logo, as “… is …”. */
export interface NoLogo {
  wrong: string
}

/** A logo is on every page. Bytes. */
export const mostLogoBytes = 200_000

/** Its longer side may be so many times its shorter one. */
const mostProportion = 12

const pngBegins = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** What may act or fetch in an SVG, each with what it is called to a person. Elements may carry the prefix of a namespace. */
const acting: readonly [pattern: RegExp, name: string][] = [
  [/<!(doctype|entity)/i, 'a document type, which may hold entities'],
  // In one, what opens a comment is text, and what we would cut out as a comment is none.
  [/<!\[CDATA\[/i, 'a CDATA section, in which comments are none'],
  [/<\?xml-stylesheet/i, 'a style sheet from elsewhere'],
  [/<([\w.-]+:)?script\b/i, 'a script'],
  [/<([\w.-]+:)?(foreignobject|iframe|embed|object|audio|video)\b/i, 'a piece of another kind of page'],
  [/<([\w.-]+:)?(animate\w*|set)\b[^>]*attributename\s*=\s*["']?\s*(xlink:)?href/i, 'a link that changes'],
  [/[\s"'/]on[a-z]+\s*=/i, 'a handler of events (on…=)'],
  [/(java|vb)script\s*:/i, 'an address that is a script'],
  [/\bhref\s*=\s*["']?\s*(?!["'\s]|#|data:image\/(png|jpeg|gif|webp)[;,])/i, 'a link to something outside of it'],
  [/url\(\s*["']?\s*(?!["'\s]|#)/i, 'a link to something outside of it'],
  // CSS reads what follows one as a letter: `u\72l(` is `url(`.
  [/<([\w.-]+:)?style\b[^]*?\\/i, 'a backslash in a style, which may hide a link'],
  [
    /[\s"'](style|fill|stroke|filter|mask|cursor|clip-path|marker[\w-]*)\s*=\s*("[^"]*\\|'[^']*\\)/i,
    'a backslash in a style, which may hide a link',
  ],
  [/@import/i, 'a style sheet from elsewhere'],
]

/** Judges a file by its bytes; its name counts for nothing. */
export function readLogo(bytes: Buffer): Logo | NoLogo {
  if (bytes.length === 0) return { wrong: 'empty' }
  if (bytes.length > mostLogoBytes)
    return { wrong: `${Math.ceil(bytes.length / 1000)} kB, and at most ${mostLogoBytes / 1000} kB are allowed` }
  if (bytes.subarray(0, pngBegins.length).equals(pngBegins)) return readPng(bytes)
  const text = textOf(bytes)
  if (text !== undefined && /<([\w.-]+:)?svg[\s>]/i.test(text)) return readSvg(text)
  return { wrong: 'neither an SVG nor a PNG by its content, whatever its name says' }
}

function readPng(bytes: Buffer): Logo | NoLogo {
  const isWhole = bytes.length > 45 && bytes.toString('latin1', 12, 16) === 'IHDR' && bytes.includes('IEND')
  if (!isWhole) return { wrong: 'a PNG that is damaged or cut off' }
  return sized({ ending: 'png', type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) })
}

function readSvg(text: string): Logo | NoLogo {
  // What is written as a character reference acts like what it stands for.
  const plain = withoutReferences(text.replace(/<!--[^]*?-->/g, ''))
  for (const [pattern, name] of acting) if (pattern.test(plain)) return { wrong: `an SVG that holds ${name}` }
  const [, tag = ''] = /<(?:[\w.-]+:)?svg(\s[^>]*)>/i.exec(plain) ?? []
  if (!/xmlns(:[\w.-]+)?\s*=\s*["']http:\/\/www\.w3\.org\/2000\/svg["']/.test(tag))
    return { wrong: 'an SVG without xmlns="http://www.w3.org/2000/svg", which no browser shows as an image' }
  if (!/<\/(?:[\w.-]+:)?svg\s*>\s*$/i.test(plain)) return { wrong: 'an SVG that is cut off' }
  const box = /\bviewBox\s*=\s*["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)\s*["']/.exec(tag)
  const side = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)(?:px)?\\s*["']`).exec(tag)?.[1]
  return sized({
    ending: 'svg',
    type: 'image/svg+xml',
    width: Number(box?.[1] ?? side('width') ?? 0),
    height: Number(box?.[2] ?? side('height') ?? 0),
  })
}

function sized(logo: Logo): Logo | NoLogo {
  const { width, height, ending } = logo
  if (!(width > 0 && height > 0 && Number.isFinite(width) && Number.isFinite(height)))
    return {
      wrong: ending === 'svg' ? 'an SVG without a size: it needs a viewBox, or a width and a height' : 'without a size',
    }
  if (Math.max(width / height, height / width) > mostProportion)
    return { wrong: `too long for its other side (${width} × ${height})` }
  return logo
}

/** UTF-8 only: in another encoding a browser might read something else than we looked at. */
function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return /^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])/i.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

const withoutReferences = (text: string): string =>
  text.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (_whole, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
