import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, testPassword, type TestApp } from '../../test/app.ts'

let product: TestApp
beforeAll(async () => (product = await testApp()))
afterAll(() => product.close())

const page = '/nl/account/companies/new'
const typed = { company: 'Ziekenhuis "Demer" & zonen', country: 'BE', number: 'BE 0000.000.000', name: 'An <Maes>' }

/** What a browser would send of the form on a page: its hidden fields. */
function hiddenOf(text: string): Record<string, string> {
  const plain = (value: string) => value.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  const fields = text.slice(text.indexOf('<main')).matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name, value]) => [name!, plain(value!)]))
}

describe('a form that is sent after signing out in another tab', () => {
  it('is saved nowhere, comes back with what was typed after signing in again, and is sent then', async () => {
    const an = await product.customer({ language: 'nl' })
    await an.submit('/nl/sign-out', {}, '/nl/account')
    const ended = await an.submit(page, typed)
    expect([ended.status, ended.headers['cache-control']]).toEqual([401, 'no-store'])
    expect(ended.text).toContain('Er is nog niets bewaard.')
    expect(ended.text).toContain(`<form action="${page}" method="post">`)
    const kept = hiddenOf(ended.text)
    expect(kept).toEqual(typed)

    await an.submit('/nl/sign-in', { id: an.email, password: testPassword })
    // The page of before knows no token of the new session: nothing is done yet.
    const shown = await an.submit(page, { ...kept, csrf: 'of-before' }, '/nl/privacy')
    expect(shown.status).toBe(403)
    expect(shown.text).toContain('Kijk na wat u hebt getypt en verstuur het formulier opnieuw.')
    expect(shown.text).toContain('value="Ziekenhuis &quot;Demer&quot; &amp; zonen"')
    expect(shown.text).toContain('value="An &lt;Maes>"')
    expect((await an.call('GET', '/api/people/companies')).json()).toMatchObject({ companies: [] })
    expect((await an.submit(page, typed)).status).toBe(303)
  })

  it('that holds nothing but a button asks to sign in, and no more', async () => {
    const an = await product.customer()
    await an.submit('/en/sign-out', {}, '/en/account')
    const ended = await an.submit('/en/privacy-centre/consents/stop', {})
    expect([ended.status, ended.text.includes('Go on with what I typed')]).toEqual([401, false])
  })
})
