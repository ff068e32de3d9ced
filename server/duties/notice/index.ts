/** The public pages: the policy with what keeps each clause, its versions, recipients, cookies, contact; and the same for machines. */
declare module '../../ui/words.ts' {
  interface Parts {
    notice: typeof import('../../../locales/en/notice.json')
  }
}

export { policyLink } from './policy-frame.tsx'
export { noticeRoutes } from './routes.ts'
