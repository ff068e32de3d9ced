/** Forms with files: read part by part, and a file only once the token of the form was seen and is right. */
import type { FastifyRequest } from 'fastify'
import type { RawFault } from './fields.ts'
import type { UploadedFile } from './request.ts'

/** What a form takes, by field. */
export interface FileLimits {
  /** How many files of this field. */
  most: number
  /** Bytes that one may have. */
  bytes: number
}
export type FileFields = Readonly<Record<string, FileLimits>>

/** What came with a form. */
export interface Upload {
  fields: Record<string, string | string[]>
  files: UploadedFile[]
  faults: RawFault[]
}

/** Room for the fields beside the files, in bytes. */
const fieldsRoom = 256 * 1024

/** The most bytes that a form with these files may have. */
export function uploadLimit(files: FileFields): number {
  return Object.values(files).reduce((sum, { most, bytes }) => sum + most * bytes, fieldsRoom)
}

/**
 * Reads a form with files into memory.
 * @param isOwn whether a token was made for this visitor
 * @returns undefined where a file came before the right token: nothing of it was kept
 * @throws an error with the status 400 where it is no such form, 413 where it is more than a form may be
 */
export async function readUpload(
  request: FastifyRequest,
  files: FileFields,
  isOwn: (token: unknown) => boolean,
): Promise<Upload | undefined> {
  try {
    return await readParts(request, files, isOwn)
  } catch (error) {
    // What is said about a body that is no form has many names and statuses, or none.
    const isTooMuch = (error as { statusCode?: unknown }).statusCode === 413
    throw Object.assign(new Error('not a form with files', { cause: error }), { statusCode: isTooMuch ? 413 : 400 })
  }
}

async function readParts(
  request: FastifyRequest,
  files: FileFields,
  isOwn: (token: unknown) => boolean,
): Promise<Upload | undefined> {
  const limits = Object.values(files)
  const most = limits.reduce((sum, { most: few }) => sum + few, 0)
  const parts = request.parts({
    // One byte more than may be, so that a file of just the size is not taken for a longer one.
    limits: {
      fileSize: Math.max(...limits.map(({ bytes }) => bytes)) + 1,
      files: most + 1,
      fields: 100,
      fieldSize: fieldsRoom,
    },
  })
  // A form without a prototype: a field may be called `constructor`.
  const upload: Upload = { fields: Object.create(null) as Upload['fields'], files: [], faults: [] }
  let allowed = false
  for await (const part of parts) {
    if (part.type === 'field') {
      const { fieldname: name } = part
      const value = String(part.value)
      if (name === 'csrf') allowed = isOwn(value)
      const before = upload.fields[name]
      upload.fields[name] = before === undefined ? value : [before, value].flat()
      continue
    }
    if (!allowed) {
      part.file.resume()
      return undefined
    }
    const bytes = await wholeOf(part.file)
    // A field in which no file was chosen is sent as an empty file without a name.
    if (bytes.length === 0 && part.filename === '') continue
    const fault = faultOf(part.fieldname, bytes.length, files, upload)
    if (fault) upload.faults.push(fault)
    else upload.files.push({ field: part.fieldname, name: part.filename, bytes })
  }
  return allowed ? upload : undefined
}

function faultOf(field: string, bytes: number, files: FileFields, { files: before }: Upload): RawFault | undefined {
  const limit = Object.hasOwn(files, field) ? files[field] : undefined
  if (!limit) return { field, code: 'unknown' }
  if (bytes > limit.bytes) return { field, code: 'file-too-large', limit: limit.bytes }
  if (bytes === 0) return { field, code: 'file-empty' }
  return before.filter(one => one.field === field).length >= limit.most
    ? { field, code: 'too-many-files', limit: limit.most }
    : undefined
}

async function wholeOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
