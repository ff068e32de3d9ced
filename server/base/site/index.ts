export { darkFor, enough, leastContrast, nearestReadable, standardAccents, type Mode } from './colours.ts'
export { readLogo } from './logo.ts'
export { openSite, plainSite, readSiteFile, siteFileIn, type Site } from './site.ts'
export { isWrong, siteRules, writeSiteFile, type SiteFile } from './site-file.ts'
