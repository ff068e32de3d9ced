import type { Command } from './io.ts'

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = [
  {
    name: 'start',
    usage: 'start',
    does: 'Start with the demo company: make the database, publish its policy, fill in its people, answer on PORT.',
    load: async () => {
      const { run } = await import('./serve.ts')
      return { run: (args, io) => run(['--demo', ...args], io) }
    },
  },
  { name: 'serve', usage: 'serve', does: 'The same without demo data.', load: () => import('./serve.ts') },
  {
    name: 'init',
    usage: 'init [--name NAME] [--languages en,nl] [--logo FILE] [--domain DOMAIN] [--policy FILE] … [--yes]',
    takes: 'own',
    does: 'Make a site of your own: asks for name, languages, logo, colours, domain, mail server and policy text. Run again, it shows what stands and changes it.',
    load: () => import('./init.ts'),
  },
  {
    name: 'migrate',
    usage: 'migrate',
    does: 'Bring the database to the shape that this version needs.',
    load: () => import('./migrate.ts'),
  },
  {
    name: 'roles',
    usage: 'roles [--sql]',
    takes: { flags: ['sql'] },
    does: 'Make the database’s logins or put them back as they were made, or print the SQL for a database administrator.',
    load: () => import('./roles.ts'),
  },
  {
    name: 'policy',
    usage: 'policy new | check | show | publish | diff | cases',
    takes: 'own',
    does: 'Draft, check, read, publish and compare the policy.',
    load: () => import('./policy.ts'),
  },
  {
    name: 'audit',
    usage: 'audit verify',
    takes: { words: [1, 1] },
    does: 'Verify that the evidence of what was done is unbroken.',
    load: () => import('./audit.ts'),
  },
  {
    name: 'consent',
    usage: 'consent verify FILE [--keys consent-keys.json]',
    takes: 'own',
    does: 'Verify receipts of what somebody agreed to or refused: without network or database.',
    load: () => import('./consent.ts'),
  },
  {
    name: 'staff',
    usage: 'staff add | list | suspend | resume | withdraw',
    takes: 'own',
    does: 'Give a colleague access with a role of the policy, end it, or see who has it.',
    load: () => import('./staff.ts'),
  },
  {
    name: 'catalogue',
    usage: 'catalogue check | load | show',
    takes: 'own',
    does: 'Check a file of product families, load it into the catalogue, or show what stands there.',
    load: () => import('./catalogue.ts'),
  },
  {
    name: 'erase',
    usage: 'erase ID ID',
    takes: { words: [2, 2] },
    does: 'Erase a person: their key is destroyed, the evidence stays and leads to nobody.',
    load: () => import('./erase.ts'),
  },
  {
    name: 'doctor',
    usage: 'doctor',
    does: 'Look at everything that Abide needs and say what is wrong and what to do.',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'help',
    usage: 'help [settings]',
    takes: { words: [0, 1] },
    does: 'This page, or the table of settings.',
    load: async () => {
      const { help } = await import('./help.ts')
      return { run: (args, io) => help(commands, args, io) }
    },
  },
]
