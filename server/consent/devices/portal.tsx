/** What the banner and the cookies page send, and the proof to take along. */
import { Type } from 'typebox'
import { fault, invalid, isOwnPath, redirect, type Language, type Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Words } from '../../ui/index.ts'
import { type AccountParts, cookieOf, noteChoice, optionalNow, proofsOf, sayOnAccount } from './acts.ts'
import { deviceOf } from './choice.ts'
import { proofText } from './proof.ts'
import { layouts, pageHash, questionOf } from './words.ts'

const path = '/:lang/cookies'

/** What the routes need to know besides. */
export interface DeviceParts extends AccountParts {
  words: (language: Language) => Words
  /** The company as the frame calls it. */
  site: { name?: string | undefined }
}

/** The company as the question names it. */
export const companyOf = ({ site, gate }: Pick<DeviceParts, 'site' | 'gate'>): string =>
  site.name ?? gate.policy().compiled.loaded.policy.policy.company

/** Choosing, without a token: a form that has one sets a cookie before anything was chosen. */
export const withoutToken = 'nothing is set before the choice; the browser has to say that the page is ours'

/** The forms and the download. */
export function portalRoutes(parts: DeviceParts): Route[] {
  return [
    routes.form({
      path,
      act: 'consent.choose-on-device',
      who: 'anyone',
      withoutToken,
      fromHere: true,
      bodyLimit: 4096,
      body: Type.Object({
        version: Type.String({ maxLength: 40 }),
        wording: Type.String({ maxLength: 64 }),
        page: Type.Optional(Type.String({ maxLength: 300 })),
        choice: Type.Enum(['refuse', 'accept', 'save']),
        agree: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50, default: [] }),
      }),
      handle: async request => {
        const { body, t, language, visitor } = request
        const list = optionalNow(parts)
        if (!list || body.version !== list.version) return fault('conflict', { detail: t('cookies.fault.list') })
        if (!body.agree.every(purpose => list.purposes.includes(purpose)))
          return invalid({ field: 'agree', message: t('cookies.fault.purpose') })
        const said = new Map(
          list.purposes.map(id => [
            id,
            body.choice === 'accept' || (body.choice === 'save' && body.agree.includes(id)),
          ]),
        )
        const { loaded } = parts.gate.policy().compiled
        const place = body.choice === 'save' ? 'cookies' : 'banner'
        const wording =
          place === 'cookies'
            ? pageHash(loaded, list, { t, language })
            : questionOf(loaded, list, { t, language, company: companyOf(parts) }).hash
        // Whoever chose has read other words than those of now: they are shown these, and nothing is noted.
        if (body.wording !== wording) return fault('conflict', { detail: t('cookies.fault.overtaken') })
        const layout = layouts[place === 'cookies' ? 'page' : 'banner']
        const page = body.page !== undefined && isOwnPath(body.page) ? body.page.split(/[?#]/)[0]! : request.path
        const way = { way: place, language, wording, layout, page } as const
        const noted = await noteChoice(parts, list, said, deviceOf(request, list), way)
        if (noted instanceof Refusal) return { refused: noted }
        await sayOnAccount(parts, visitor, list, said, { ...way, place })
        const cookies = [cookieOf(list, noted)]
        return redirect(backTo(page, request.header('referer'), request.header('host')), {
          done: 'cookies.done.saved',
          cookies,
        })
      },
    }),
    routes.file({
      path: `${path}/proof`,
      act: 'consent.see-device-proof',
      who: 'anyone',
      type: 'application/json; charset=utf-8',
      answer: async request => {
        const list = optionalNow(parts)
        const choice = list && deviceOf(request, list).choice
        const rows = choice ? await proofsOf(parts, choice.id) : []
        if (rows.length === 0) return fault('not-found', { detail: request.t('cookies.fault.no-proof') })
        return {
          content: proofText(parts.gate.policy().compiled.loaded.policy, rows),
          download: 'consent.json',
          headers: { 'cache-control': 'no-store' },
        }
      },
    }),
  ]
}

/** The page with what stood behind its question mark, where the browser says it; that is kept nowhere. */
function backTo(page: string, referer: string | undefined, host: string | undefined): string {
  const from = referer !== undefined && URL.canParse(referer) ? new URL(referer) : undefined
  const whole = from && from.host === host && from.pathname === page ? from.pathname + from.search : page
  return isOwnPath(whole) ? whole : page
}
