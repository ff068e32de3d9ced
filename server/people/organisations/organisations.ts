/** The rules of companies and those who work for them. Pure. */

/** What somebody is in a company, the highest first. */
export const roles = ['owner', 'manager', 'member'] as const
export type Role = (typeof roles)[number]
