import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { axe, launchBrowser, shot } from '../../test/browser.ts'
import { specimen } from '../../test/specimen.tsx'

let browser: Browser
let url: string
let stop: () => Promise<void>
beforeAll(async () => {
  const server = await specimen()
  stop = server.stop
  url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stop()
})

/** A tab of its own, closed afterwards, in which no script or style was refused. */
async function inTab(options: BrowserContextOptions & { session?: string }, run: (tab: Page) => Promise<void>) {
  const { session, ...rest } = options
  const context = await browser.newContext(rest)
  if (session) await context.addCookies([{ name: 'session', value: session, url }])
  const tab = await context.newPage()
  const refused: string[] = []
  tab.on('console', message => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) refused.push(message.text())
  })
  tab.on('pageerror', error => refused.push(error.message))
  await run(tab)
  await context.close()
  expect(refused).toEqual([])
}
const overflows = (tab: Page) =>
  tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [320, 390, 1280]) {
    test(`every part passes axe and fits, ${colorScheme}, ${width} px wide`, async () => {
      await inTab({ colorScheme, viewport: { width, height: 900 }, session: 'customer' }, async tab => {
        for (const page of ['en/parts', 'de/form', 'nl/refused', 'fr/nothing']) {
          await tab.goto(`${url}/${page}`)
          await shot(tab, `${page.replace('/', '-')}-${width}-${colorScheme}`)
          expect([page, await axe(tab), await overflows(tab)]).toEqual([page, [], 0])
        }
      })
      await inTab({ colorScheme, viewport: { width, height: 900 } }, async tab => {
        await tab.goto(`${url}/en/form`)
        await tab.getByRole('button', { name: 'Create my account' }).click()
        await tab.locator('.error-summary').waitFor()
        await shot(tab, `en-form-wrong-${width}-${colorScheme}`)
        expect([await axe(tab), await overflows(tab)]).toEqual([[], 0])
      })
      await inTab({ colorScheme, viewport: { width, height: 900 }, session: 'staff' }, async tab => {
        await tab.goto(`${url}/console/inbox`)
        await shot(tab, `console-${width}-${colorScheme}`)
        expect([await axe(tab), await overflows(tab)]).toEqual([[], 0])
      })
    })
  }
}

test('forced colours and print leave everything readable', async () => {
  await inTab({ forcedColors: 'active', session: 'customer' }, async tab => {
    await tab.goto(`${url}/en/parts`)
    await shot(tab, 'forced-colours')
    await tab.emulateMedia({ forcedColors: 'none', media: 'print' })
    await shot(tab, 'print')
    expect(await tab.locator('.site-footer nav').isVisible()).toBe(false)
    expect(await tab.locator('table').isVisible()).toBe(true)
  })
})

for (const javaScriptEnabled of [true, false]) {
  describe(`a form, with JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, () => {
    test('is filled in wrongly, mended from the summary, and sent', async () => {
      await inTab({ javaScriptEnabled }, async tab => {
        await tab.goto(`${url}/en/form`)
        await tab.getByLabel('Your name').fill('An Maes')
        await tab.getByLabel('Password', { exact: true }).fill('a long enough sentence')
        await tab.getByLabel('Country').selectOption('BE')
        await tab.getByLabel('Nederlands').check()
        await tab.getByRole('button', { name: 'Create my account' }).click()
        const summary = tab.getByRole('alert')
        await summary.waitFor()
        expect(await summary.evaluate(node => node === document.activeElement)).toBe(javaScriptEnabled)
        await summary.getByRole('link', { name: 'E-mail address: Fill in this field' }).click()
        expect(await tab.getByLabel('E-mail address').evaluate(node => node.matches(':focus, :target'))).toBe(true)
        expect(await tab.getByLabel('Your name').inputValue()).toBe('An Maes')
        expect(await tab.getByLabel('Password', { exact: true }).inputValue()).toBe('')
        await tab.getByLabel('E-mail address').fill('an.maes@ziekenhuis.example')
        await tab.getByLabel('Password', { exact: true }).fill('a long enough sentence')
        await tab.getByRole('button', { name: 'Create my account' }).click()
        await tab.getByRole('status').filter({ hasText: 'Saved.' }).waitFor()
        expect(tab.url()).toBe(`${url}/en/parts?done=ui.done.saved`)
      })
    })
  })
}

describe('what the script improves', () => {
  test('a password can be shown, and is hidden again when it is sent', async () => {
    await inTab({}, async tab => {
      await tab.goto(`${url}/en/form`)
      const password = tab.locator('#field-password')
      await tab.getByRole('button', { name: 'Show' }).click()
      expect(await password.getAttribute('type')).toBe('text')
      await tab.getByRole('button', { name: 'Hide' }).click()
      expect(await password.getAttribute('type')).toBe('password')
    })
  })

  test('a form is sent once, with the button that was pressed', async () => {
    await inTab({}, async tab => {
      await tab.goto(`${url}/en/form`)
      const sent: string[] = []
      tab.on('request', request => request.method() === 'POST' && sent.push(request.postData() ?? ''))
      const says = await tab.locator('button[name="later"]').evaluate((button: HTMLButtonElement) => {
        button.click()
        button.click()
        return new Promise(resolve => setTimeout(() => resolve(button.textContent)))
      })
      expect(says).toBe('Sending…')
      await tab.getByRole('alert').waitFor()
      expect(sent.length).toBe(1)
      expect(new URLSearchParams(sent[0]).get('later')).toBe('true')
    })
  })

  test('a dangerous form asks first; no is no', async () => {
    await inTab({ session: 'customer' }, async tab => {
      await tab.goto(`${url}/en/parts`)
      const erase = tab.getByRole('button', { name: 'Erase everything' })
      await erase.click()
      const dialog = tab.getByRole('dialog', { name: 'Erase all of it?' })
      expect(await axe(tab)).toEqual([])
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      expect(tab.url()).toBe(`${url}/en/parts`)
      await erase.click()
      await dialog.getByRole('button', { name: 'Erase everything' }).click()
      await tab.waitForURL(/done/)
      expect(tab.url()).toBe(`${url}/en/parts?done=ui.done.saved`)
    })
  })

  test('a table is filtered while typing, accents and capitals aside', async () => {
    await inTab({}, async tab => {
      await tab.goto(`${url}/en/parts`)
      await tab.getByLabel('Filter this table').fill('nederland DELIVERY')
      expect(await tab.locator('tbody tr:visible').count()).toBe(1)
      expect(await tab.locator('.table-filter [role=status]').textContent()).toBe('Rows shown: 1')
    })
  })

  test('a table that is too wide can be reached by key, and only then', async () => {
    await inTab({ session: 'staff', viewport: { width: 610, height: 800 } }, async tab => {
      await tab.goto(`${url}/console/inbox`)
      await tab.evaluate(() => (document.querySelector<HTMLElement>('table')!.style.minWidth = '60rem'))
      const region = tab.getByRole('region', { name: 'Requests, by date' })
      await region.waitFor()
      expect([await region.getAttribute('tabindex'), await axe(tab)]).toEqual(['0', []])
      await tab.setViewportSize({ width: 1400, height: 800 })
      await region.waitFor({ state: 'detached' })
    })
  })

  test('Ctrl-K goes to a page of the console', async () => {
    await inTab({ session: 'staff' }, async tab => {
      await tab.goto(`${url}/console/inbox`)
      await tab.keyboard.press('Control+k')
      await tab.getByRole('dialog').getByRole('searchbox').fill('ret')
      await tab.keyboard.press('Enter')
      await tab.waitForURL(/retention/)
      expect(tab.url()).toBe(`${url}/console/retention`)
    })
  })

  test('the skip link is the first stop, and leads past the menus', async () => {
    await inTab({ session: 'customer' }, async tab => {
      await tab.goto(`${url}/en/parts`)
      await tab.keyboard.press('Tab')
      expect(await tab.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the main content')
      await tab.keyboard.press('Enter')
      await tab.keyboard.press('Tab')
      expect(await tab.evaluate(() => document.activeElement?.textContent)).toBe('Get a copy')
    })
  })
})
