import { createServer, type Server } from 'node:http'
import { readdir, mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { axe, launchBrowser, shot } from './browser.ts'

const page = (body: string) =>
  `<!doctype html><html lang="en"><title>A page</title><main><h1>Hello</h1>${body}</main></html>`

for (const wanted of ['whichever there is', 'packaged'] as const) {
  describe(`the browser: ${wanted}`, () => {
    let browser: Browser
    let server: Server
    let url: string

    beforeAll(async () => {
      if (wanted === 'packaged') vi.stubEnv('CHROMIUM_PATH', 'packaged')
      server = createServer((request, response) => {
        response.setHeader('content-type', 'text/html; charset=utf-8')
        response.setHeader('content-security-policy', "default-src 'self'")
        response.end(page(request.url === '/bad' ? '<img src="/a.png">' : '<p>Good day</p>'))
      })
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      browser = await launchBrowser()
    })

    afterAll(async () => {
      vi.unstubAllEnvs()
      await browser?.close()
      server?.close()
    })

    test('renders a page', async () => {
      const tab = await browser.newPage()
      await tab.goto(url)
      expect(await tab.textContent('p')).toBe('Good day')
      await tab.close()
    })

    test('keeps web security: a page cannot read another origin', async () => {
      const tab = await browser.newPage()
      await tab.goto(url)
      const read = await tab.evaluate(
        other =>
          fetch(other).then(
            () => 'read',
            () => 'refused',
          ),
        `${url.replace('127.0.0.1', 'localhost')}/`,
      )
      expect(read).toBe('refused')
      await tab.close()
    })

    test('axe finds a picture without words, and nothing in a good page', async () => {
      const tab = await browser.newPage()
      await tab.goto(url)
      expect(await axe(tab)).toEqual([])
      await tab.goto(`${url}/bad`)
      expect((await axe(tab)).map(one => one.rule)).toEqual(['image-alt'])
      await tab.close()
    })

    test('a picture is kept only where ABIDE_SHOTS says', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'abide-shots-'))
      const tab = await browser.newPage()
      await tab.goto(url)
      vi.stubEnv('ABIDE_SHOTS', '')
      await shot(tab, 'nowhere')
      vi.stubEnv('ABIDE_SHOTS', folder)
      await shot(tab, 'hello')
      expect(await readdir(folder)).toEqual(['hello.png'])
      await tab.close()
      await rm(folder, { recursive: true })
    })
  })
}
