/**
 * The cookie banner for the company's other sites: `<script src="https://…/embed.js" async></script>`.
 * It asks as the site of the company does, keeps the answer in a cookie of the site that carries it, has the proof kept by the
 * company, and lets `<script type="text/plain" data-purpose="…">` run after a yes to that purpose. `data-abide-cookies` on a link or button opens it again. Nothing here may need a library.
 */

export {}

interface Banner {
  version: string | null
  wording: string
  language: string
  keep: number
  purposes: { id: string; says: string; lang: string | null }[]
  heading: string
  sentences: { text: string; lang: string | null }[]
  reject: string
  accept: string
  choose: string
  save: string
  saved: string
  change: string
  close: string
  failed: string
}

const name = 'abide-consent'
const own = document.currentScript as HTMLScriptElement
const at = new URL(own.src).origin
/** What the page says of itself; of what the company does not speak, and of nothing, it makes its first language. */
const wanted = (own.dataset['language'] ?? document.documentElement.lang).slice(0, 2).toLowerCase()
const signal = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true
let banner: Banner
let section: HTMLElement | undefined

const css = `.abide-cookies{background:#f3f6f9;color:#14202b;border-bottom:1px solid #d5dde4;padding:16px;font:16px/1.5 system-ui,sans-serif}
.abide-cookies *{font:inherit;color:inherit}.abide-cookies h2{margin:0 0 8px;font-size:20px;font-weight:700}.abide-cookies p{margin:0 0 12px;max-width:70ch}
.abide-cookies form{display:flex;flex-wrap:wrap;gap:12px;align-items:center}.abide-cookies button{min-height:44px;padding:8px 24px;border:1px solid #75848f;border-radius:6px;background:#fff;color:#0b57a4;font-weight:600;cursor:pointer}
.abide-cookies div{display:grid;flex:1 1 480px;grid-template-columns:repeat(auto-fit,minmax(min(224px,100%),1fr));grid-auto-rows:1fr;gap:12px;max-width:736px}.abide-cookies .plain{border:0;background:none;padding:8px 0;text-decoration:underline}.abide-cookies label{display:flex;gap:12px;align-items:center;min-height:44px;width:100%}.abide-cookies input{width:24px;height:24px}
.abide-cookies :focus-visible{outline:3px solid #ffbf00;box-shadow:0 0 0 5px #14202b}
@media(prefers-color-scheme:dark){.abide-cookies{background:#18232c;color:#e8eef3;border-color:#2c3a46}.abide-cookies button{background:#10181f;color:#7fb8f0;border-color:#6f7f8c}}`

const kept = (): string => decodeURIComponent(new RegExp(`(?:^|; )${name}=([^;]*)`).exec(document.cookie)?.[1] ?? '')

/** What was said: purpose → yes or no; undefined where nothing was, or of another list. `gpc`: the signal was there then. */
function said(): { gpc: boolean; of: Map<string, boolean> } | undefined {
  const [version, choices = '', id] = kept().split(':')
  if (!id || version !== banner.version) return undefined
  const pieces = choices.split('.')
  const of = new Map(pieces.filter(one => one !== 'gpc').map(one => [one.slice(0, -1), one.endsWith('+')]))
  return { gpc: pieces.includes('gpc'), of }
}

function keep(choices: string, id: string): void {
  const value = encodeURIComponent(`${banner.version}:${choices}:${id}`)
  const secure = location.protocol === 'https:' ? ';secure' : ''
  document.cookie = `${name}=${value};path=/;max-age=${banner.keep};samesite=lax${secure}`
}

/** Lets run what was allowed, and says so to the page. */
function release(): void {
  const choice = said()
  const hushed = signal && !choice?.gpc
  const allowed = hushed ? [] : banner.purposes.map(({ id }) => id).filter(id => choice?.of.get(id))
  for (const waiting of document.querySelectorAll<HTMLScriptElement>('script[type="text/plain"][data-purpose]')) {
    if (!allowed.includes(waiting.dataset['purpose']!)) continue
    const script = document.createElement('script')
    for (const { name: key, value } of waiting.attributes) if (key !== 'type') script.setAttribute(key, value)
    script.text = waiting.text
    waiting.replaceWith(script)
  }
  document.dispatchEvent(new CustomEvent('abide:choice', { detail: { allowed } }))
}

/** A random one, of this browser alone. `randomUUID` is not there without TLS. */
const freshId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))]
    .map(one => one.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-8$4-')

/** A no holds whether the proof could be kept or not, unless it was to other words than those of now; a yes without a proof is none. */
async function choose(agree: string[], directive = false): Promise<void> {
  const { version, wording, language } = banner
  const got = await fetch(`${at}/api/embed/choice`, {
    method: 'POST',
    credentials: 'omit',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version, wording, agree, directive, signal, previous: kept(), language }),
  }).catch(() => undefined)
  if (got?.ok) {
    const { choices, id } = (await got.json()) as { choices: string; id: string }
    keep(choices, id)
  } else if (!directive && (agree.length > 0 || got?.status === 409)) return again()
  else {
    const noes = [...banner.purposes.map(({ id }) => `${id}-`), ...(signal ? ['gpc'] : [])].join('.')
    keep(directive ? 'gpc' : noes, freshId())
  }
  release()
  if (!directive) thank()
}

/** Asks once more, in the words of now, and says why. */
async function again(): Promise<void> {
  await load().catch(() => false)
  if (banner.version === null) return section?.remove()
  ask()
  const failed = make('p')
  failed.setAttribute('role', 'alert')
  section!.querySelector('form')!.before(failed)
  setTimeout(() => (failed.textContent = banner.failed), 50)
  section!.querySelector('button')!.focus()
}

/** An element with text alone: nothing that came over the network is ever read as HTML. */
function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = '',
  lang?: string | null,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.textContent = text
  if (lang) element.lang = lang
  return element
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = make('button', text)
  made.type = 'button'
  made.addEventListener('click', press)
  return made
}

function thank(): void {
  const status = make('p')
  status.setAttribute('role', 'status')
  status.tabIndex = -1
  section!.replaceChildren(status)
  // A region that comes with its words is not read aloud.
  setTimeout(() => {
    const change = button(banner.change, reopen)
    change.className = 'plain'
    status.append(`${banner.saved} `, change)
    // The button that was pressed is gone, and with it the place of whoever reads with the keyboard.
    status.focus()
  }, 50)
}

/** Asks again whoever asked for that, and leads there. */
function reopen(): void {
  ask(document.activeElement as HTMLElement | null)
  section!.querySelector('button')!.focus()
}

/** @param opener what had it opened again: it can be closed without choosing, where something was chosen before */
function ask(opener?: HTMLElement | null): void {
  section ??= make('section')
  section.className = 'abide-cookies'
  section.setAttribute('aria-label', banner.heading)
  section.lang = banner.language
  const text = make('p')
  for (const one of banner.sentences) text.append(make('span', one.text, one.lang), ' ')
  const form = make('form')
  const all = banner.purposes.map(({ id }) => id)
  const more = button(banner.choose, () => each(form))
  more.className = 'plain'
  const answers = make('div')
  answers.append(
    button(banner.reject, () => void choose([])),
    button(banner.accept, () => void choose(all)),
  )
  form.append(answers, more)
  if (said()) {
    const close = button(banner.close, () => {
      section!.remove()
      opener?.focus()
    })
    close.className = 'plain'
    form.append(close)
  }
  section.replaceChildren(make('h2', banner.heading), text, form)
  const first = document.body.firstElementChild
  if (section.isConnected) return
  // Whoever skips to the content skips this too.
  if (first?.getAttribute('href')?.startsWith('#')) first.after(section)
  else document.body.prepend(section)
}

/** A box for each purpose; none is ticked that was not ticked before. */
function each(form: HTMLFormElement): void {
  const before = said()?.of
  const boxes = banner.purposes.map(({ id, says, lang }) => {
    const label = make('label')
    const box = make('input')
    box.type = 'checkbox'
    box.value = id
    box.checked = before?.get(id) ?? false
    label.append(box, make('span', says, lang))
    form.append(label)
    return box
  })
  form.append(button(banner.save, () => void choose(boxes.filter(one => one.checked).map(one => one.value))))
  form.lastElementChild?.previousElementSibling?.querySelector('input')?.focus()
}

/** Reads the words of now. @returns whether there were any */
async function load(): Promise<boolean> {
  const answer = await fetch(`${at}/api/embed/banner?language=${encodeURIComponent(wanted)}`, { credentials: 'omit' })
  if (answer.ok) banner = (await answer.json()) as Banner
  return answer.ok
}

async function start(): Promise<void> {
  if (!(await load()) || banner.version === null) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets.push(sheet)
  document.addEventListener('click', event => {
    if (!(event.target as Element).closest('[data-abide-cookies]')) return
    event.preventDefault()
    reopen()
  })
  const choice = said()
  const isYesBefore = choice && !choice.gpc && [...choice.of.values()].includes(true)
  if (signal && (!choice || isYesBefore)) return choose([], true)
  if (choice) release()
  else ask()
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => void start())
else void start()
