/** For each page of the product who opens it, and where: a page that is not here fails test/look.test.ts. */
import type { Language } from '../server/base/http/index.ts'
import type { Found, Visitors } from './furnished.ts'

/** One way in which a page is looked at. */
export interface Sample {
  by: keyof Visitors
  /** What stands in its address for `:name`. */
  params?: Readonly<Record<string, string>>
  query?: string
  /** default 200 */
  status?: number
}

/** The samples of each page, by the address that its route declares. */
export function pageSamples(found: Found, language: Language): Readonly<Record<string, readonly Sample[]>> {
  const { company, place, product, site } = found
  const stranger = [{ by: 'stranger' }] as const
  /** With something in it and without. */
  const lived = [{ by: 'an' }, { by: 'newcomer' }] as const
  return {
    '/:lang': [...stranger, { by: 'an' }],
    '/:lang/privacy': stranger,
    '/:lang/privacy/clause/:id': [{ by: 'stranger', params: { id: 'why.support' } }],
    '/:lang/privacy/allows': [{ by: 'stranger' }, { by: 'stranger', query: 'who=system' }],
    '/:lang/privacy/v/:number/allows': [{ by: 'stranger', params: { number: '4' } }],
    '/:lang/privacy/versions': stranger,
    '/:lang/privacy/v/:number': [{ by: 'stranger', params: { number: '4' } }],
    '/:lang/privacy/diff/:from/:to': [{ by: 'stranger', params: { from: '4', to: '5' } }],
    '/:lang/recipients': stranger,
    '/:lang/cookies': stranger,
    '/:lang/contact': [{ by: 'stranger', query: 'reference=S-2041' }],
    '/:lang/accessibility': stranger,
    '/:lang/sign-up': stranger,
    '/:lang/sign-in': stranger,
    '/:lang/confirm': [
      { by: 'stranger', query: `token=${found.confirm}` },
      { by: 'stranger', query: 'token=unknown', status: 410 },
    ],
    '/:lang/choose-password': [{ by: 'stranger', query: `token=${found.choose}` }],
    '/:lang/sign-up/without-email': stranger,
    '/:lang/forgotten': stranger,
    '/:lang/forgotten/post': stranger,
    '/:lang/return': stranger,
    '/:lang/second-factor/lost': [{ by: 'halfCustomer' }],
    '/:lang/lost': [
      { by: 'stranger', query: `token=${found.lost}` },
      { by: 'stranger', query: 'token=unknown', status: 410 },
    ],
    '/:lang/reset': [
      { by: 'stranger', query: `token=${found.reset}` },
      { by: 'stranger', query: 'token=unknown', status: 410 },
    ],
    '/:lang/email-change': [
      { by: 'stranger', query: `token=${found.changeNew}` },
      { by: 'stranger', query: `token=${found.changeOld}` },
      { by: 'stranger', query: 'token=unknown', status: 410 },
    ],
    '/:lang/account/security': [
      ...lived,
      { by: 'guarded' },
      { by: 'newcomer', query: 'kind=merged' },
      { by: 'colleague' },
    ],
    '/:lang/account/password': [{ by: 'newcomer' }, { by: 'colleague' }],
    '/:lang/email-back': [
      { by: 'stranger', query: `token=${found.back}` },
      { by: 'stranger', query: 'token=unknown', status: 410 },
    ],
    '/:lang/account/email': [{ by: 'newcomer' }, { by: 'colleague' }],
    '/:lang/account/pause': [{ by: 'newcomer' }],
    '/:lang/account/close': [{ by: 'newcomer' }],
    '/:lang/account/resting': [{ by: 'paused' }, { by: 'closed' }],
    '/console/return-codes': [{ by: 'administrator' }],
    '/:lang/account': lived,
    '/:lang/account/profile': lived,
    '/:lang/account/profile/name': [{ by: 'an' }],
    '/:lang/account/profile/language': [{ by: 'an' }],
    '/:lang/account/profile/phones': [{ by: 'an' }],
    '/:lang/account/profile/addresses': [{ by: 'an' }],
    '/:lang/account/profile/emails': [{ by: 'an' }],
    '/:lang/account/profile/country': [{ by: 'newcomer' }],
    '/:lang/account/profile/research': lived,
    '/:lang/account/profile/research/:line': [{ by: 'an', params: { line: found.answer } }],
    '/:lang/account/profile/contacts/:line': [{ by: 'an', params: { line: found.contact } }],
    '/:lang/account/profile/contacts/:line/prove': [
      { by: 'an', params: { line: found.email }, query: `token=${found.prove}` },
    ],
    '/:lang/account/factors': [{ by: 'guarded' }, { by: 'newcomer' }, { by: 'colleague' }],
    '/:lang/account/factors/app': [{ by: 'newcomer' }, { by: 'guarded' }],
    '/:lang/account/factors/app/remove': [{ by: 'guarded' }, { by: 'colleague' }],
    '/:lang/account/factors/passkeys': [{ by: 'guarded' }],
    '/:lang/account/factors/passkeys/:id': [{ by: 'guarded', params: { id: found.passkey } }],
    '/:lang/account/factors/recovery': [{ by: 'guarded' }],
    '/:lang/prove': [{ by: 'guarded' }, { by: 'an' }, { by: 'colleague' }],
    '/:lang/second-factor': [{ by: 'half' }],
    '/:lang/account/shared-id': [{ by: 'an' }],
    '/:lang/account/sites': lived,
    '/:lang/sites/sign-in/:request': [
      { by: 'an', params: { request: found.asked } },
      { by: 'an', params: { request: 'answered-already' }, status: 410 },
    ],
    '/:lang/sites/sign-out': [
      { by: 'an', query: 'site=workshop' },
      { by: 'stranger', query: 'site=workshop' },
    ],
    '/:lang/account/companies': lived,
    '/:lang/account/companies/new': [{ by: 'newcomer' }],
    '/:lang/account/companies/join': [
      { by: 'newcomer', query: `token=${found.invitation}` },
      { by: 'stranger', query: `token=${found.invitation}` },
    ],
    '/:lang/account/companies/:company': [{ by: 'lotte', params: { company } }],
    '/:lang/account/companies/:company/invite': [{ by: 'lotte', params: { company } }],
    '/:lang/account/companies/:company/people/:place': [{ by: 'lotte', params: { company, place } }],
    '/:lang/account/companies/:company/leave': [{ by: 'an', params: { company } }],
    '/:lang/products': [...lived, { by: 'an', query: `of=${company}` }],
    '/:lang/products/register': [{ by: 'newcomer' }],
    '/:lang/products/several': [{ by: 'an' }],
    '/:lang/products/offers': lived,
    '/:lang/products/labels': [{ by: 'an', query: `of=${company}` }],
    '/:lang/products/import': [{ by: 'an' }],
    '/:lang/products/lists/:list': [{ by: 'an', params: { list: found.list } }],
    '/:lang/products/sites': [{ by: 'an', query: `of=${company}` }],
    '/:lang/products/sites/:site': [{ by: 'an', params: { site }, query: `of=${company}` }],
    '/:lang/products/:product': [{ by: 'an', params: { product } }],
    '/:lang/products/:product/correct': [{ by: 'an', params: { product } }],
    '/:lang/privacy-centre': lived,
    '/:lang/privacy-centre/held': lived,
    '/:lang/privacy-centre/looked': lived,
    '/:lang/privacy-centre/received': lived,
    '/:lang/privacy-centre/received/possible': [{ by: 'an' }],
    '/:lang/privacy-centre/consents': lived,
    '/:lang/privacy-centre/pause': lived,
    '/:lang/mail/:token': [
      { by: 'stranger', params: { token: found.mail } },
      { by: 'stranger', params: { token: 'unknown' }, status: 410 },
    ],
    '/:lang/privacy-centre/join': [
      { by: 'an' },
      { by: 'an', query: `offer=${found.offer}` },
      { by: 'an', query: 'offer=unknown', status: 410 },
    ],
    '/:lang/privacy-centre/copy': lived,
    '/:lang/privacy-centre/copy/:id': [
      { by: 'an', params: { id: found.ready } },
      { by: 'an', params: { id: found.waiting } },
    ],
    '/:lang/problems/:code': [{ by: 'stranger', params: { code: 'refused' } }],
    '/problems/:code': [{ by: 'stranger', params: { code: 'not-found' } }],
    '/:lang/mailbox': stranger,
    '/:lang/start': stranger,
    '/:lang/start/looked': stranger,
    '/:lang/start/break': stranger,
    '/:lang/start/strike': [...stranger, { by: 'stranger', query: 'purpose=support&category=contact' }],
    '/console': [{ by: 'colleague' }],
    '/console/people': [{ by: 'colleague' }],
    '/console/people/:permit': [{ by: 'colleague', params: { permit: found.permit[language] } }],
    '/console/trades': [{ by: 'editor' }],
    '/console/colleagues': [{ by: 'administrator' }, { by: 'administrator', query: 'search=nobody-at-all' }],
    '/console/colleagues/invite': [{ by: 'administrator' }],
    '/console/colleagues/:person': [
      { by: 'administrator', params: { person: found.colleague } },
      { by: 'administrator', params: { person: found.invited } },
    ],
    '/console/roles': [{ by: 'administrator' }],
    '/console/keys': [{ by: 'administrator' }],
    '/console/keys/new': [{ by: 'administrator' }, { by: 'administrator', query: 'purpose=support' }],
    '/console/join': [{ by: 'officer' }],
    '/console/policy': [{ by: 'officer' }],
    '/console/policy/new': [{ by: 'officer' }],
    '/console/policy/drafts/:draft': [{ by: 'officer', params: { draft: found.draft } }],
    '/console/sites': [{ by: 'administrator' }],
    '/console/sites/new': [{ by: 'administrator' }],
    '/console/sites/:site': [{ by: 'administrator', params: { site: 'workshop' } }],
    '/console/second-factor': [{ by: 'half' }],
    '/console/acknowledge': [{ by: 'unread' }],
  }
}
