import { Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import { askName, form, id, start, withForm } from '../../../test/example-server.ts'
import { RouteFaults } from './index.ts'

const takeFiles = form({
  path: '/:lang/files',
  act: 'public',
  who: 'anyone',
  files: { picture: { most: 2, bytes: 1000 } },
  body: Type.Object({ name: Type.Optional(Type.String({ maxLength: 10 })) }),
  again: request => ({ title: 'Files', body: JSON.stringify({ typed: request.typed, faults: request.faults }) }),
  handle: request => ({
    title: 'Files',
    body: JSON.stringify(request.files.map(({ field, name, bytes }) => [field, name, bytes.length])),
  }),
})

type Part = [name: string, value: string] | [name: string, value: Buffer, file: string]

/** A body as a browser sends it. */
function body(...parts: Part[]): Buffer {
  const pieces = parts.flatMap(([name, value, file]) => [
    Buffer.from(
      `--${id}\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"\r\ncontent-type: image/png`}\r\n\r\n`,
    ),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...pieces, Buffer.from(`--${id}--\r\n`)])
}

async function send(payload: Buffer, headers: Record<string, string> = {}) {
  const app = await start({ routes: [askName, takeFiles] })
  const { jar, csrf } = await withForm(app)
  const real = Buffer.from(payload.toString('latin1').replace('TOKEN', csrf), 'latin1')
  return app.inject({
    method: 'POST',
    url: '/en/files',
    headers: {
      'content-type': `multipart/form-data; boundary=${id}`,
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    cookies: jar,
    payload: real,
  })
}
const token: Part = ['csrf', 'TOKEN']
const file = (bytes: number, name = 'a.png', field = 'picture'): Part => [field, Buffer.alloc(bytes, 7), name]

describe('a form with files', () => {
  test('hands over each file with its field, its name and its bytes', async () => {
    const answer = await send(body(token, ['name', 'An'], file(1000), file(3, 'b.png')))
    expect([answer.statusCode, answer.body.includes('[["picture","a.png",1000],["picture","b.png",3]]')]).toEqual([
      200,
      true,
    ])
  })

  test('a field in which nothing was chosen is no file', async () => {
    const answer = await send(body(token, file(0, '')))
    expect([answer.statusCode, answer.body.includes('[]')]).toEqual([200, true])
  })

  test.each([
    ['too large', file(1001), 'file-too-large'],
    ['empty', file(0), 'file-empty'],
    ['in a field that takes none', file(3, 'a.png', 'other'), 'unknown'],
  ])('a file that is %s is named with its field, and what was typed stays', async (_what, wrong, code) => {
    const answer = await send(body(token, ['name', 'An'], wrong))
    expect([answer.statusCode, answer.body.includes(code), answer.body.includes('"name":"An"')]).toEqual([
      422,
      true,
      true,
    ])
  })

  test('one file more than may be is said to be so; far more are not read', async () => {
    const three = await send(body(token, file(1), file(1), file(1)))
    expect([three.statusCode, three.body.includes('too-many-files')]).toEqual([422, true])
    expect((await send(body(token, ...Array.from({ length: 9 }, () => file(1))))).statusCode).toBe(413)
  })

  test('without a token, with a wrong one, or with one that comes after a file, nothing happens', async () => {
    for (const parts of [[file(3)], [['csrf', 'x'] as Part, file(3)], [file(3), token]])
      expect((await send(body(...parts))).statusCode).toBe(403)
  })

  test('more bytes than all its files may have are refused before they are read', async () => {
    expect((await send(body(token, file(300_000)))).statusCode).toBe(413)
  })

  test('a body that is no form, or breaks off, is malformed', async () => {
    expect((await send(Buffer.from('nothing of the kind'))).statusCode).toBe(400)
    expect((await send(body(token, file(500)).subarray(0, 300))).statusCode).toBe(400)
    expect((await send(body(token), { 'content-type': 'multipart/form-data' })).statusCode).toBe(400)
    expect((await send(body(token), { 'content-type': 'application/json' })).statusCode).toBe(415)
  })

  test('a form that asks for no token takes no files', async () => {
    await expect(start({ routes: [{ ...takeFiles, withoutToken: 'one click' }] })).rejects.toThrow(RouteFaults)
  })
})
