import { describe, expect, it } from 'vitest'
import { askName, formHeaders, page, post, start, withForm } from '../../../test/example-server.ts'
import type { ServerOptions } from './index.ts'

const whoAsks = page({
  path: '/:lang/from',
  act: 'public',
  who: 'anyone',
  render: ({ address }) => ({ title: 'From', body: `from=${address};` }),
})

type Proxy = ServerOptions<never, never>['proxy']

/** The address that a request counts as coming from. */
async function addressOf(proxy: Proxy, remoteAddress: string, forwarded: string): Promise<string | undefined> {
  const app = await start({ routes: [askName, whoAsks], proxy })
  const { body } = await app.inject({ url: '/en/from', remoteAddress, headers: { 'x-forwarded-for': forwarded } })
  return /from=([^;]+);/.exec(body)?.[1]
}

describe('the address of a visitor', () => {
  const [mine, forged, proxy] = ['198.51.100.7', '203.0.113.9', '127.0.0.1']

  it.each([
    ['is of whoever connects where no proxy is named', undefined, mine, forged, mine],
    ['is what a proxy that is named says', [proxy], proxy, mine, mine],
    ['is what a proxy of a named network says', ['127.0.0.0/8'], proxy, mine, mine],
    ['is not what somebody told the proxy', [proxy], proxy, `${forged}, ${mine}`, mine],
    ['is not what somebody who comes past the proxy says', [proxy], mine, forged, mine],
    ['is what stands before as many proxies as there are', 2, proxy, `${forged}, ${mine}, 10.0.0.1`, mine],
  ] as const)('%s', async (_what, proxies, remote, forwarded, expected) => {
    expect(await addressOf(proxies, remote, forwarded)).toBe(expected)
  })

  it('behind a proxy slows down whoever tries, and nobody else', async () => {
    const app = await start({ proxy: [proxy], brake: { burst: 2, every: 60 } })
    const { jar, csrf } = await withForm(app)
    const send = async (forwarded: string) =>
      (
        await app.inject({
          method: 'POST',
          url: '/en/name',
          remoteAddress: proxy,
          cookies: jar,
          headers: { ...formHeaders, 'x-forwarded-for': forwarded },
          payload: post({ name: 'An', csrf }),
        })
      ).statusCode
    // Whatever else the first one claims to be, it stays the same to the proxy.
    expect([await send(mine), await send(`${forged}, ${mine}`), await send(`203.0.113.10, ${mine}`)]).toEqual([
      303, 303, 429,
    ])
    expect(await send(forged)).toBe(303)
  })
})
