/** What can happen to an ID, and of what its person is told by a letter. Pure. */

/**
 * Every kind, and whether a letter tells of it: whatever lets somebody in, or keeps them out, another time. Each has its
 * words under `security.event.<kind>` and, where a letter tells of it, none besides.
 */
export const eventKinds = {
  'signed-in': { told: false },
  'new-device': { told: true },
  'failed-sign-in': { told: false },
  'signed-out': { told: false },
  'sessions-ended': { told: false },
  'password-changed': { told: true },
  'password-reset': { told: true },
  'address-changed': { told: true },
  'authenticator-added': { told: true },
  'authenticator-removed': { told: true },
  'passkey-added': { told: true },
  'passkey-removed': { told: true },
  'recovery-codes-made': { told: true },
  'recovery-code-used': { told: true },
  'recovery-started': { told: true },
  recovered: { told: true },
  'site-allowed': { told: true },
  'site-revoked': { told: false },
  paused: { told: true },
  resumed: { told: true },
  closed: { told: true },
  reopened: { told: true },
  merged: { told: true },
  'merge-undone': { told: true },
  // The same of the ID that is given up: its person hears it in their own letter.
  'merged-into': { told: true },
  'merged-into-undone': { told: true },
  'role-changed': { told: true },
} as const satisfies Record<string, { told: boolean }>

export type EventKind = keyof typeof eventKinds

/** Whether a text is one of them. */
export const isEventKind = (text: string | undefined): text is EventKind =>
  text !== undefined && Object.hasOwn(eventKinds, text)
