/** What can happen to an ID, and of what its person is told by a letter. Pure. */

/**
 * Every kind, and whether a letter tells of it: whatever lets somebody in, or keeps them out, another time. Each has its
 * words under `security.event.<kind>`; the letter is one for all, or `own`: where what that one advises cannot be done, its
 * words stand under `security.letter.<kind>`.
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
  merged: { told: 'own' },
  'merge-undone': { told: 'own' },
  // The same of the ID that is given up: its person hears it in their own letter.
  'merged-into': { told: 'own' },
  'merged-into-undone': { told: 'own' },
  'role-changed': { told: 'own' },
  suspended: { told: 'own' },
  'access-restored': { told: 'own' },
  'factors-reset': { told: 'own' },
} as const satisfies Record<string, { told: boolean | 'own' }>

export type EventKind = keyof typeof eventKinds

/** Whether a text is one of them. */
export const isEventKind = (text: string | undefined): text is EventKind =>
  text !== undefined && Object.hasOwn(eventKinds, text)
