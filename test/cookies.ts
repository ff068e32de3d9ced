/** What a browser sends where cookies are asked about, with the words that it was shown. */
import { defaultUrl, type TestApp, type TestVisitor } from './app.ts'

type Fields = Record<string, string | string[]>

export const cookiesPath = '/en/cookies'
/** What a browser says of a form of ours. */
export const fromOurs: Record<string, string> = { origin: defaultUrl, 'sec-fetch-site': 'same-origin' }

/** Whether a page asks. */
export const asksAboutCookies = (text: string): boolean => text.includes('value="refuse"')

/** What a form carries: the list, and the words that it shows. */
function shownIn(text: string): { version: string; wording: string } {
  const carried = /name="version" value="([0-9a-f]{12})"\/?><input type="hidden" name="wording" value="([0-9a-f]{64})"/
  const [, version, wording] = carried.exec(text)!
  return { version: version!, wording: wording! }
}

export type CookieForms = ReturnType<typeof cookieForms>

/** The forms of a product, and the proofs that it keeps. */
export function cookieForms(house: TestApp) {
  let turn = 0
  const shown = async () => shownIn((await house.visitor().get('/en/privacy')).text)

  /** Sends what a browser with these cookies would, with just these headers. */
  async function post(fields: Fields, headers = fromOurs, cookies = new Map<string, string>(), to = cookiesPath) {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
    const answer = await house.app.server.inject({
      method: 'POST',
      url: to,
      remoteAddress: `198.18.200.${(turn += 1)}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...headers,
      },
      payload: body.toString(),
    })
    for (const { name, value } of answer.cookies) cookies.set(name, value)
    return answer
  }

  return {
    post,
    /** Of the question above a page. */
    shown,
    /** Of the form with boxes, below the question on the cookies page. */
    async shownOnPage() {
      const { text } = await house.visitor().get(cookiesPath)
      return shownIn(text.slice(text.indexOf('class="cookie-choice"')))
    },
    /** Somebody chooses at the question. */
    choose: async (who: TestVisitor, choice: string, more: Fields = {}) =>
      post({ ...(await shown()), page: '/en/privacy', choice, ...more }, fromOurs, who.cookies),
    proofs: () =>
      house.db.asOwner<Record<string, string>>(
        `select consent_id, kind, choices, language, layout, way, page, policy_version, wording from consent.device_choice
          order by at, id`,
      ),
  }
}
