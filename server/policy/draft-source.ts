import { readFileSync, statSync } from 'node:fs'

/** As large as a policy's text may be (`load.ts` draws the same line). */
const maximumBytes = 2 * 1024 * 1024

/** The words of a file, or why there are none, in a sentence with what mends it. */
export type Source = { text: string } | { refused: string }

/**
 * Reads the text that a company has: UTF-8 (with or without mark), any line ends, no control characters.
 * @param file path
 */
export function readSource(file: string): Source {
  try {
    const about = statSync(file)
    if (about.isDirectory()) return { refused: `${file} is a folder. Name the file in it that holds the text.` }
    if (!about.isFile()) return { refused: `${file} is not an ordinary file. Save the text in one.` }
    if (about.size > maximumBytes) {
      return {
        refused: `${file} is larger than 2 MB, which no policy is. If it holds images, save it as plain text; if it holds more than the policy, cut the policy out.`,
      }
    }
    return decode(readFileSync(file), file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return { refused: `There is no file ${file}. Name the text with --text.` }
    if (code === 'EACCES' || code === 'EPERM') return { refused: `${file} may not be read by this user.` }
    return { refused: `${file} cannot be read (${code ?? 'unknown reason'}).` }
  }
}

/**
 * Makes text of bytes.
 * @param bytes content of a file
 * @param file its name, for the message
 */
export function decode(bytes: Uint8Array, file: string): Source {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  const known = start.startsWith('%PDF')
    ? 'a PDF'
    : start.startsWith('PK\u0003\u0004')
      ? 'a Word or other office document'
      : undefined
  if (known) return { refused: `${file} is ${known}. Save its words as plain text or Markdown first.` }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { refused: `${file} is UTF-16. Save it as UTF-8: iconv -f UTF-16 -t UTF-8 ${file}` }
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return bytes.includes(0)
      ? { refused: `${file} is not a text. Save the policy's words as plain text or Markdown first.` }
      : {
          refused: `${file} is not UTF-8; it may be Latin-1 or Windows-1252. Save it as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 ${file}`,
        }
  }
  text = text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(/\f/g, '\n')
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) {
    return {
      refused: `${file} is not a text: it holds control characters. Save the policy's words as plain text first.`,
    }
  }
  if (/<(html|body|!doctype html)\b/i.test(text.slice(0, 2000))) {
    return { refused: `${file} is a web page. Save its words as plain text or Markdown first.` }
  }
  if (text.trim() === '') return { refused: `${file} is empty. Put the policy's text in it.` }
  return { text }
}
