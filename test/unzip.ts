/** Opens a copy that a test was given. */
import { unzipSync } from 'fflate'

/** Path → text of every file in a zip, with the mark that a text may begin with. @throws if it is none */
export function unzip(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([path, content]) => [path, Buffer.from(content).toString()]),
  )
}
