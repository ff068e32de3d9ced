/** The pages of somebody who has no ID yet, or is about to use it. */
import type { Route } from '../base/http/index.ts'
import { careApiRoutes, careRoutes } from './care/index.ts'
import { companyRoutes } from './organisations/index.ts'
import { factorRoutes } from './factors/index.ts'
import { linkRoutes } from './link-pages.tsx'
import type { PeopleParts } from './parts.ts'
import type { Prefill } from './prefill.ts'
import { securityRoutes } from './security/index.ts'
import { sharedIdRoutes } from './shared-id.tsx'
import { signInRoutes } from './sign-in-pages.tsx'
import { signUpRoutes } from './sign-up-pages.tsx'
import { withoutEmailRoutes } from './without-email-pages.tsx'

/** Sign up, confirm, choose a password, sign in and out. */
export function portalRoutes(parts: PeopleParts & { demo: boolean; prefill: Prefill }): Route[] {
  return [
    ...signUpRoutes(parts),
    ...withoutEmailRoutes(parts),
    ...linkRoutes(parts),
    ...signInRoutes(parts),
    ...companyRoutes(parts),
    ...sharedIdRoutes(parts),
    ...careRoutes(parts),
    ...careApiRoutes(parts),
    ...securityRoutes(parts),
    ...factorRoutes(parts),
  ]
}
