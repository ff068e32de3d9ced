/**
 * Which way imports run. The house's sentence is
 *
 *   base ◄ policy ◄ audit ◄ people ◄ consent ◄ activities | duties ◄ app ◄ demo ◄ commands
 *
 * Every rule is a pattern over paths, so a new part is held by it without being listed anywhere, and each has an example that
 * must fail in test/architecture/counter-examples/imports.md. scripts/imports.js runs them and says why it takes a copy of the
 * source to do so: a type import counts like any other, so a power and its type belong in different files.
 */

/** A ring may import itself and what stands to its left; nothing else of server/. */
const ring = (name, ...below) => ({
  name: `${name}-imports-only-what-stands-below-it`,
  comment: 'imports run base ◄ policy ◄ audit ◄ people ◄ consent ◄ activities | duties ◄ app, commands',
  from: { path: `^server/${name}/` },
  to: { path: `^server/(?!(${[name, ...below].join('|')})/)` },
})

const talksToTheOutside = [
  String.raw`^(node:)?(http|https|http2|net|tls|dgram)$`,
  '^(pg|pg-[a-z-]+|nodemailer|undici)(/|$)',
  'node_modules/(pg|pg-[a-z-]+|nodemailer|undici)/',
]

export default {
  forbidden: [
    ring('base'),
    ring('policy', 'base'),
    ring('ui', 'base', 'policy'),
    ring('audit', 'base', 'policy', 'ui'),
    ring('people', 'base', 'policy', 'ui', 'audit'),
    ring('consent', 'base', 'policy', 'ui', 'audit', 'people'),
    // These two stand side by side; that they never meet is the next rule's.
    ring('activities', 'base', 'policy', 'ui', 'audit', 'people', 'consent', 'duties'),
    ring('duties', 'base', 'policy', 'ui', 'audit', 'people', 'consent', 'activities'),
    {
      name: 'only-start-opens-the-demonstration',
      comment: '`abide serve` does not even load it: no part of the product may need it',
      from: { path: '^(server|db|web|embed)/', pathNot: '^server/(demo|commands)/' },
      to: { path: '^server/demo/' },
    },
    {
      name: 'activities-and-duties-never-meet-each-other',
      comment: 'a part knows the words of the policy, not its neighbours: ask the declarations, or write a queue row',
      from: { path: '^server/(activities|duties)/([^/]+)/' },
      to: { path: '^server/(activities|duties)/', pathNot: '^server/$1/$2/' },
    },
    {
      name: 'a-neighbour-only-through-its-front-door',
      comment: 'import the index.ts of the other part; what is not there is its own business',
      from: { path: '^server/([^/]+)' },
      to: {
        path: [
          String.raw`^server/(?!$1/)(audit|people|consent|demo)/(?!index\.tsx?\b)`,
          String.raw`^server/(?!$1/)(activities|duties)/[^/]+/(?!index\.tsx?\b)`,
        ],
      },
    },
    {
      name: 'a-room-within-a-part-only-through-its-front-door',
      comment: 'a folder inside a part (people/oidc) is entered by its index.ts too',
      from: { path: '^server/(audit|people|consent|activities/[^/]+|duties/[^/]+)/([^/]+)' },
      to: { path: String.raw`^server/$1/[^/]+/(?!index\.tsx?\b)`, pathNot: '^server/$1/$2/' },
    },
    {
      name: 'only-app-and-commands-open-the-database',
      comment: 'everything else asks the gate that app.ts made',
      from: { path: '^(server|db|web|embed)/', pathNot: String.raw`^server/(app\.ts|commands/|base/)` },
      to: { path: String.raw`^server/base/database\.ts` },
    },
    {
      name: 'only-base-talks-to-the-outside',
      comment: 'the PostgreSQL driver, mail and outgoing HTTP are imported in server/base/ alone',
      from: { path: '^(server|db)/', pathNot: '^server/base/' },
      to: { path: talksToTheOutside },
    },
    {
      name: 'rules-import-no-input-or-output',
      comment: '<name>/<name>.ts holds types and pure functions: it reaches no file, socket, process, store or server',
      from: { path: String.raw`/([^/]+)/\1\.ts\b`, pathNot: '^server/(base|policy|ui|commands)/' },
      to: {
        path: [
          String.raw`^(node:)?(fs|child_process|worker_threads|dns|readline|process)(/promises)?$`,
          String.raw`/(acts|store|api|portal|console|jobs)\.tsx?\b`,
          'node_modules/fastify/',
          ...talksToTheOutside,
        ],
        reachable: true,
      },
    },
    {
      name: 'the-browser-gets-nothing-of-the-server',
      comment: 'web/ and embed/ are what a stranger downloads',
      from: { path: '^(web|embed)/' },
      to: { path: '^(server|db)/' },
    },
    {
      name: 'the-server-runs-nothing-of-the-browser',
      comment: 'the server sends the built files of web/ and embed/; it does not import them',
      from: { path: '^server/' },
      to: { path: '^(web|embed)/' },
    },
    {
      name: 'the-product-imports-no-tool-of-the-workshop',
      comment: 'what runs at a company must not need test/, bench/ or scripts/',
      from: { path: '^(server|web|embed|db)/' },
      to: { path: '^(test|bench|scripts)/' },
    },
    {
      name: 'the-server-needs-no-dev-dependency',
      comment: '`dependencies` is what the server process loads',
      from: { path: '^server/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-circles',
      comment: 'two files that need each other are one file, or three',
      from: {},
      to: { circular: true },
    },
    { name: 'what-is-imported-exists', from: {}, to: { couldNotResolve: true } },
  ].map(rule => ({ severity: 'error', ...rule })),
}
