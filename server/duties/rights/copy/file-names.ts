/** What files in a copy are called. Pure. */

/** What no file system takes, and what would turn the direction of the name or leave the folder. */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu
/** Names that a file must not have on Windows. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i
const longest = 100

/** A name that can be kept in any folder: without a path, hidden characters or a dot before it. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(unsafe, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const [stem = '', ending = ''] = splitName(plain.replace(reserved, '_$&'))
  return `${[...stem].slice(0, longest).join('') || 'file'}${ending}`
}

function splitName(name: string): [string, string] {
  const at = name.lastIndexOf('.')
  const ending = at > 0 ? name.slice(at) : ''
  return ending.length > 1 && ending.length <= 10 ? [name.slice(0, at), ending] : [name, '']
}

/** Gives each file a path of its own. */
export function filePaths(): (table: string, name: string) => string {
  const taken = new Set<string>()
  return (table, name) => {
    const [stem, ending] = splitName(safeName(name))
    const folder = `files/${safeName(table)}`
    for (let number = 1; ; number += 1) {
      const path = `${folder}/${stem}${number === 1 ? '' : ` (${number})`}${ending}`
      // Two names that differ in capitals are one file on many systems.
      if (taken.has(path.toLowerCase())) continue
      taken.add(path.toLowerCase())
      return path
    }
  }
}
