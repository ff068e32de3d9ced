/** Everything that lies in a copy, in the order in which it is written: files first, so that what follows can name them. */
import type { Language } from '../../../base/http/index.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { RightsParts } from '../parts.ts'
import { readFormats } from './copy.ts'
import { filePaths } from './file-names.ts'
import { type Gathered, readFile } from './gather.ts'
import { dataPieces, schemaPath } from './machine.ts'
import { readablePieces } from './readable.tsx'
import { type CopiedFile, fileKey, type Telling } from './saying.ts'
import { dataSchema } from './schema.ts'
import { tablePieces } from './tables.ts'
import type { ZipEntry, ZipFile } from './zip.ts'

/**
 * Writes a copy into a zip, except its end.
 * @param at when it is made; all files say so
 */
export async function contentsOf(
  parts: RightsParts,
  made: { person: string; language: Language; gathered: Gathered; zip: ZipFile; at: Date },
): Promise<void> {
  const { person, language, gathered, zip, at } = made
  const naming = { ...parts.words(language), language, compiled: gathered.compiled }
  const entries: ZipEntry[] = []
  const add = async (...entry: Parameters<ZipFile['add']>) => entries.push(await zip.add(...entry))

  const files = await copyFiles(parts, person, gathered, zip)
  entries.push(...files.values())
  const telling: Telling = { naming, gathered, files, at, publicUrl: parts.publicUrl }
  const formats = readFormats(gathered.copy.formats)
  if (formats.includes('csv'))
    for (const table of gathered.tables)
      await add(`tables/${table.statement.holding.table}.csv`, tablePieces(table, telling))
  if (formats.includes('json')) {
    await add(schemaPath, [`${JSON.stringify(dataSchema, undefined, 2)}\n`])
    await add('data.json', dataPieces(telling))
  }
  if (formats.includes('html')) await add('index.html', readablePieces(telling))
  await zip.add(
    'checksums.txt',
    entries.map(({ path, sha256 }) => `${sha256}  ${path}\n`),
  )
}

/** Files are read one after the other, each into the zip before the next. */
async function copyFiles(
  parts: RightsParts,
  person: string,
  { items }: Gathered,
  zip: ZipFile,
): Promise<Map<string, CopiedFile>> {
  const copied = new Map<string, CopiedFile>()
  const pathOf = filePaths()
  for (const item of items) {
    if (item.shown !== 'file' || !item.holding.person || typeof item.row['id'] !== 'string') continue
    const file = await readFile(parts, person, item)
    if (file instanceof Refusal) throw new Error(`A file could not be read: ${file.code}.`)
    if (!file) continue
    const path = pathOf(item.holding.table, file.name)
    const entry = await zip.add(path, [Buffer.from(file.content, 'base64')], file.type)
    copied.set(fileKey(item), { ...entry, place: item.place, name: file.name, type: file.type })
  }
  return copied
}
