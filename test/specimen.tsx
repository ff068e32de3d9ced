import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { Type } from 'typebox'
import { slicesStyle } from '../scripts/build.js'
import { movableClock } from '../server/base/clock.ts'
import {
  assetAddresses,
  createServer,
  invalid,
  link,
  redirect,
  refused,
  routesFor,
  type Language,
} from '../server/base/http/index.ts'
import {
  Actions,
  Badge,
  Button,
  ButtonLink,
  Card,
  Cards,
  Choices,
  Copyable,
  DefinitionList,
  Details,
  Empty,
  faceOf,
  Field,
  Form,
  loadWords,
  Notice,
  Pagination,
  Select,
  Table,
  Tick,
  Time,
  Timeline,
  type Words,
} from '../server/ui/index.ts'

export type Visitor =
  | { kind: 'stranger' }
  | { kind: 'customer'; session: string; name: string }
  | { kind: 'staff'; session: string; name: string }
const { page, form } = routesFor<Visitor, Words>()

const looks = [
  {
    at: new Date('2026-11-18T10:12:00Z'),
    what: 'Opened your support history',
    why: 'Repair case S-2041',
    who: 'Service desk, Hesbia Services, Belgium',
  },
  {
    at: new Date('2026-11-02T08:40:00Z'),
    what: 'Read your phone number',
    why: 'Delivery of order O-1180',
    who: 'Seminar desk, Hesbia Nederland, Netherlands',
  },
  {
    at: new Date('2026-10-27T15:03:00Z'),
    what: 'Opened your products',
    why: 'Repair case S-1987',
    who: 'Field engineer, Hesbia Deutschland, Germany',
  },
]

/** Every part of ui/ on one page, as a privacy centre would use it. */
const parts = page({
  path: '/:lang/parts',
  act: 'public',
  who: 'anyone',
  render: ({ language }) => ({
    title: 'Your data at Hesbia',
    current: link(language, 'parts'),
    body: (
      <>
        <h1>Your data at Hesbia</h1>
        <p class="lead">
          We hold 41 items about you, for 6 purposes. 5 companies received some of it in the last 12 months.
        </p>
        <Actions>
          <ButtonLink kind="primary" href="#copy">
            Get a copy
          </ButtonLink>
          <ButtonLink href="#correct">Correct something</ButtonLink>
          <ButtonLink href="#erase">Erase my data</ButtonLink>
        </Actions>
        <Notice tone="warn" title="Your address has not been confirmed">
          <p>
            We sent a letter to an.maes@ziekenhuis.example on <Time at={looks[0]!.at} />.
          </p>
        </Notice>
        <h2>At a glance</h2>
        <DefinitionList
          items={[
            { term: 'What we hold', value: '41 items in 7 groups', action: <a href="#all">See everything</a> },
            {
              term: 'Who looked at it',
              value: '9 times by our staff, last on 18 November, for a repair',
              action: <a href="#who">See who</a>,
            },
            {
              term: 'Requests',
              value: <Badge tone="warn">Answer by 23 December 2026</Badge>,
              action: <a href="#follow">Follow</a>,
            },
          ]}
        />
        <Cards>
          <Card title="My products" href="#products">
            <p>
              3 products, <Badge tone="info">1 needs firmware</Badge>
            </p>
          </Card>
          <Card title="Orders" href="#orders">
            <p>No order is open.</p>
          </Card>
          <Card title="Support" href="#support">
            <p>
              Case <Copyable>S-2041</Copyable>
            </p>
          </Card>
          <Card title="Your privacy" href="#privacy">
            <p>
              <Badge tone="ok">Everything is as you chose</Badge>
            </p>
          </Card>
        </Cards>
        <h2>Who looked at your data</h2>
        <Table
          caption="Looks at your data, newest first"
          filter
          columns={[
            { head: 'When', cell: look => <Time at={look.at} short /> },
            { head: 'What they did', cell: look => look.what },
            { head: 'Why', cell: look => look.why },
            { head: 'Who', cell: look => look.who },
          ]}
          rows={looks}
        />
        <Pagination page={3} pages={9} href={number => `?page=${number}`} />
        <h2>Who received it</h2>
        <Empty>No one outside Hesbia received your data in 2026.</Empty>
        <h2>Since your last visit</h2>
        <Timeline events={looks.map(look => ({ at: look.at, title: look.what, children: <p>{look.why}</p> }))} />
        <Form action={link(language, 'erase')} confirm="Erase all of it?">
          <Button kind="danger">Erase everything</Button>
        </Form>
        <Details summary="What is not included, and why">
          <p>Invoices are kept for seven years, because the law says so.</p>
        </Details>
        <p>
          <Badge tone="error">Overdue by 2 days</Badge> <Badge>Draft</Badge>
        </p>
      </>
    ),
  }),
})

const erase = form({
  path: '/:lang/erase',
  act: 'public',
  who: 'customer',
  body: Type.Object({}),
  handle: ({ language }) => redirect(link(language, 'parts'), { done: 'ui.done.saved' }),
})

const formPage = (request: Words & { language: Language }) => ({
  title: 'Create an account',
  body: (
    <>
      <h1>Create an account</h1>
      <p class="lead">You need one to register products and to follow a repair.</p>
      <Form action={link(request.language, 'form')}>
        <Field name="name" label="Your name" autocomplete="name" />
        <Field
          name="email"
          label="E-mail address"
          type="email"
          autocomplete="email"
          hint="We send a letter to it, to check that it is yours."
        />
        <Field
          name="password"
          label="Password"
          type="password"
          autocomplete="new-password"
          hint="At least 15 characters. A sentence is a good password."
        />
        <Select
          name="country"
          label="Country"
          autocomplete="country"
          options={[
            { value: 'BE', label: 'Belgium' },
            { value: 'NL', label: 'Netherlands' },
          ]}
        />
        <Choices
          name="language"
          legend="Language of our letters"
          pick="one"
          choices={[
            { value: 'nl', label: 'Nederlands' },
            { value: 'fr', label: 'Français' },
          ]}
        />
        <Field name="note" label="Anything we should know" type="textarea" optional />
        <Tick
          name="news"
          label="Tell me about new firmware"
          hint="At most once a month. You can stop it at any time."
        />
        <Actions>
          <Button>Create my account</Button>
          <Button kind="secondary" name="later" value="true">
            Save for later
          </Button>
          <Button kind="danger">Erase it</Button>
        </Actions>
        <Button kind="secondary" refusal="The return window closed on 3 November.">
          Return this order
        </Button>
      </Form>
    </>
  ),
})
const shownForm = page({ path: '/:lang/form', act: 'public', who: 'anyone', render: formPage })
const sentForm = form({
  path: '/:lang/form',
  act: 'public',
  who: 'anyone',
  body: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 100 }),
    email: Type.String({ format: 'email' }),
    password: Type.String({ format: 'password', minLength: 15, maxLength: 256 }),
    country: Type.String({ minLength: 2, maxLength: 2 }),
    language: Type.Union([Type.Literal('nl'), Type.Literal('fr')]),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    news: Type.Boolean({ default: false }),
    later: Type.Boolean({ default: false }),
  }),
  again: formPage,
  handle: request =>
    request.body.name === 'Nobody'
      ? invalid({ field: 'name', message: 'This name is not a name' })
      : redirect(link(request.language, 'parts'), { done: 'ui.done.saved' }),
})
const signOut = form({
  path: '/:lang/sign-out',
  act: 'public',
  who: 'customer',
  body: Type.Object({}),
  handle: ({ language }) => redirect(link(language, 'parts')),
})
const inbox = page({
  path: '/console/inbox',
  act: 'public',
  who: 'staff',
  render: () => ({
    title: 'Inbox',
    current: '/console/inbox',
    body: (
      <>
        <h1>Inbox</h1>
        <Table
          caption="Requests, by date"
          quietCaption
          filter
          columns={[
            { head: 'Request', cell: row => <a href={`#${row.id}`}>{row.id}</a> },
            { head: 'Person', cell: row => row.person },
            { head: 'State', cell: row => row.state },
            { head: 'Answer by', cell: row => <Time at={row.by} short /> },
            { head: 'Days left', cell: row => row.left, numeric: true },
          ]}
          rows={[
            {
              id: 'R-118',
              person: 'A•• M•••',
              state: <Badge tone="error">Overdue</Badge>,
              by: new Date('2026-11-20T12:00:00Z'),
              left: -3,
            },
            {
              id: 'R-120',
              person: 'L•• F•••••••',
              state: <Badge tone="warn">Due this week</Badge>,
              by: new Date('2026-11-26T12:00:00Z'),
              left: 3,
            },
            {
              id: 'R-121',
              person: 'K••••• V••••',
              state: <Badge tone="info">Waiting for customer</Badge>,
              by: new Date('2026-12-23T12:00:00Z'),
              left: 30,
            },
          ]}
        />
      </>
    ),
  }),
})
const refusal = page({
  path: '/:lang/refused',
  act: 'public',
  who: 'anyone',
  render: () => refused({ code: 'category-not-promised', act: 'desk.look-up', clause: '3.2', version: 4 }),
})
const english = page({
  path: '/:lang/english',
  act: 'public',
  who: 'anyone',
  render: () => ({ title: 'In English', languages: ['en'], body: <article lang="en">A text in English.</article> }),
})
const broken = page({
  path: '/:lang/broken',
  act: 'public',
  who: 'anyone',
  render: () => {
    throw new Error('broken on purpose')
  },
})

/**
 * A server with every part of ui/ and every kind of fault, for tests and for looking at. Not shipped.
 * The cookie `session` says who visits: `customer`, `staff` or, without it, nobody.
 */
export async function specimen({
  publicUrl = 'http://localhost:8080',
  locales = join(import.meta.dirname, '../locales'),
} = {}) {
  const root = join(import.meta.dirname, '..')
  const directory = mkdtempSync(join(tmpdir(), 'specimen-'))
  await build({
    absWorkingDir: root,
    entryPoints: ['web/style.css', 'web/enhance.ts'],
    plugins: [slicesStyle],
    outdir: directory,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'safari16'],
    logLevel: 'warning',
  })
  const { words } = loadWords(locales)
  const app = await createServer<Visitor, Words>({
    routes: [parts, shownForm, sentForm, signOut, erase, inbox, refusal, english, broken],
    identify: async ({ cookie }) => {
      const session = cookie('session')
      if (session === 'customer') return { kind: 'customer', session, name: 'An Maes' }
      return session === 'staff' ? { kind: 'staff', session, name: 'Service desk' } : { kind: 'stranger' }
    },
    stranger: { kind: 'stranger' },
    words,
    face: faceOf({
      asset: assetAddresses(directory),
      publicUrl,
      frame: ({ visitor, language }, frame) => ({
        company: 'Hesbia',
        demo: { start: '/en/start' },
        home: link(language),
        signedIn: visitor.kind === 'stranger' ? undefined : { name: visitor.name, signOut: link(language, 'sign-out') },
        signIn: link(language, 'sign-in'),
        navigation:
          frame === 'console'
            ? ['inbox', 'people', 'disclosures', 'policy', 'retention'].map(name => ({
                href: `/console/${name}`,
                label: name[0]!.toUpperCase() + name.slice(1),
              }))
            : ['parts', 'form', 'products', 'orders', 'support', 'refused'].map(name => ({
                href: link(language, name),
                label: name[0]!.toUpperCase() + name.slice(1),
              })),
      }),
      home: ({ path, language }) => (path.startsWith('/console') ? '/console' : link(language)),
      signIn: language => link(language, 'sign-in'),
    }),
    clock: movableClock('2026-11-23T09:00:00Z'),
    secret: 'a secret of more than thirty-two characters',
    publicUrl,
    log: { info: () => {}, error: () => {} },
    assets: directory,
  })
  const stop = async () => {
    await app.close()
    rmSync(directory, { recursive: true })
  }
  return { app, stop }
}
