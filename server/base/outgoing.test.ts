import { createServer, type Server } from 'node:http'
import { createServer as listen, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPublicAddress, NotSent, postForm } from './outgoing.ts'

let server: Server
let at: string
let behaviour: 'answer' | 'redirect' | 'flood' = 'answer'
const got: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', piece => (body += piece))
    request.on('end', () => {
      got.push(body)
      if (behaviour === 'redirect') response.writeHead(302, { location: 'https://elsewhere.example/' })
      else if (behaviour === 'flood') response.write('x'.repeat(200_000))
      response.end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => server.close())

const why = (address: string, mayStayHere = false) =>
  postForm(address, { a: 'b' }, { mayStayHere }).then(String, (error: unknown) =>
    error instanceof NotSent ? error.code : error,
  )

describe('an address', () => {
  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::ffff:10.0.0.1',
    'fe80::1',
    'fd00::1',
    '2001:db8::1',
    'nonsense',
  ])('%s is nobody’s on the internet', address => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['1.1.1.1', '2606:4700::1111'])('%s can be somebody’s', address => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('what is sent', () => {
  it('goes over TLS, and to nobody within, however the address is written', async () => {
    expect(await why('http://shop.example/')).toBe('protocol')
    expect(await why(at)).toBe('protocol')
    for (const address of [
      'https://10.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://169.254.169.254/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://localhost/',
    ])
      expect(await why(address), address).toBe('address')
  })

  it('stays on this machine in the demonstration only', async () => {
    behaviour = 'answer'
    expect(await why(at, true)).toBe('200')
    expect(got.at(-1)).toBe('a=b')
    expect(await why('http://10.0.0.1/', true)).toBe('protocol')
    expect(await why('https://10.0.0.1/', true)).toBe('address')
  })

  it.each([
    ['changes to another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
    ['breaks off in the middle', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
    ['says nothing at all', ''],
  ])('comes to an end where the other %s', async (_what, says) => {
    const odd = listen(socket => {
      socket.on('error', () => socket.destroy())
      socket.once('data', () => {
        socket.write(says)
        if (!says.includes(' 101 ')) socket.end()
      })
    })
    await new Promise<void>(resolve => odd.listen(0, '127.0.0.1', resolve))
    const ended = await why(`http://127.0.0.1:${(odd.address() as AddressInfo).port}/`, true)
    expect(ended === 'protocol' || (ended as { code?: string }).code === 'ECONNRESET').toBe(true)
    odd.close()
  })

  it('follows nothing, and reads no more than it needs', async () => {
    behaviour = 'redirect'
    expect(await why(at, true)).toBe('302')
    behaviour = 'flood'
    expect(await why(at, true)).toBe('size')
  })
})
