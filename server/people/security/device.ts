/** What somebody used, in words, from what the browser says of itself. */
import Bowser from 'bowser'

/** What is known of a device; empty texts where the browser does not say. */
export interface DeviceFacts {
  browser: string
  system: string
  kind: 'desktop' | 'mobile' | 'tablet' | 'unknown'
}

/**
 * Reads a User-Agent (RFC 9110, 10.1.5). Who sends it can write anything: it is shown, and trusted in nothing.
 * @param agent as it was kept
 */
export function readAgent(agent: string): DeviceFacts {
  if (agent.trim() === '') return { browser: '', system: '', kind: 'unknown' }
  const { browser, os, platform } = Bowser.parse(agent)
  const kind =
    platform.type === 'mobile' || platform.type === 'tablet' || platform.type === 'desktop' ? platform.type : 'unknown'
  return { browser: browser.name ?? '', system: os.name ?? '', kind }
}

/** The kind of browser, without its version: a new version of it is the same one. */
export function browserOf(agent: string): string {
  const { browser, system } = readAgent(agent)
  return browser === '' && system === '' ? agent : `${browser} ${system}`
}
