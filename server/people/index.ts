/** Who: accounts, sign-in, sessions, colleagues, organisations, and the letters that go with them. */
import type { Declarations } from '../policy/compile.ts'
import { careActs, careHoldings } from './care/index.ts'
import { factorActs, factorHoldings } from './factors/index.ts'
import { siteActs, siteHoldings } from './oidc/index.ts'
import { acts, holdings } from './privacy.ts'
import { companyActs, companyHoldings } from './organisations/index.ts'
import { staffActs, staffHoldings } from './staff/index.ts'

declare module '../ui/words.ts' {
  interface Parts {
    people: typeof import('../../locales/en/people.json')
  }
}

export const declarations: Declarations = {
  acts: { ...acts, ...companyActs, ...factorActs, ...careActs, ...siteActs, ...staffActs },
  holdings: [...holdings, ...companyHoldings, ...factorHoldings, ...careHoldings, ...siteHoldings, ...staffHoldings],
}
export { apiRoutes } from './api.ts'
export { acknowledgeAsCast, signInAsCast } from './cast-acting.ts'
export {
  castFactor,
  castOrganisation,
  codeOf,
  readCast,
  readSeed,
  type Arrived,
  type Cast,
  type CastMember,
  type Seed,
} from './cast.ts'
export { consoleRoutes } from './console.tsx'
export { erasePerson, erasePersonById } from './erasure.ts'
export { offerToJoin, offerOf, takeOffer, type Offer } from './joining.ts'
export { factorApiRoutes, isProven, needingProof } from './factors/index.ts'
export { expire, forgetLinks, forgetUnconfirmed } from './forgetting.ts'
export { identify } from './identify.ts'
export { lettersWaiting } from './letter-store.ts'
export { lettersInWords, openMailbox, refuseWaiting, sendLetters, setMailServer, writeTo } from './letters.ts'
export {
  inviteColleague,
  invitedAt,
  isAdministrator,
  keyReader,
  letIn,
  listColleagues,
  noteStaffChanges,
  resetFactorsOf,
  staffApiRoutes,
  staffConsoleRoutes,
  withdrawInvitation,
} from './staff/index.ts'
export { longestMailToken, lookAtMailLink, type MailReader, unsubscribeHeaders } from './mail-links.ts'
export { mailboxRoutes } from './mailbox.tsx'
export {
  companyApiRoutes,
  expireInvitations,
  organisationsOf,
  type MembershipRow,
  type OwnCompany,
  type Role,
} from './organisations/index.ts'
export {
  allSites,
  originsOf,
  keepsSites,
  openSites,
  siteSeed,
  type ContactPort,
  type Site,
  type Sites,
  type TellContact,
} from './oidc/index.ts'
export { changeLanguage, correctName, viewOwn, type Datum, type NameCorrection, type OwnView } from './own.ts'
export { addMember, addPersonOfCast, hasId, noteKnown, otherIdsAmong, type Arrival, type Known } from './arrival.ts'
export type { PeopleParts } from './parts.ts'
export type { Filled, KnownFact, Prefill, PrefillAct } from './prefill.ts'
export { confirmPassword, type Confirmed } from './password-again.ts'
export { portalRoutes } from './portal.tsx'
export { lifetimes, maskedId, normalIdentifier } from './people.ts'
export { answerResets, looksAfterAccounts, removeLost, returnRoutes, type PostalParts } from './care/index.ts'
export { cookieOf, deviceOf, entrance, homeOf, noCookie, sessionCookie } from './session-cookie.ts'
export { noteChange, tellOfChanges } from './security/index.ts'
export { signOut } from './sign-in.ts'
export { identifierHash } from './identifier.ts'
export { companyWords, provenance } from './sign-up.ts'
export { account, type AccountRow } from './store.ts'
export { countTry } from './tries.ts'
export { routes, stranger, type Visitor } from './visitor.ts'
