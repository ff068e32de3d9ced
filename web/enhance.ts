/**
 * What a page gains from a script, and can do without: it works the same with this file missing. Every text comes from
 * the page, so this file speaks no language.
 */
import { mindPasskeys, mindPrinting } from './passkeys.ts'

/** Goes to what is wrong, so that it is read first. */
function focusWhatIsWrong(): void {
  document.querySelector<HTMLElement>('[data-focus]')?.focus()
}

/** Asks before sending, sends once, and says that it is under way. */
function mindForms(): void {
  document.addEventListener('submit', event => {
    const form = event.target as HTMLFormElement
    if (form.dataset['sent'] !== undefined) return event.preventDefault()
    const question = form.dataset['confirm']
    if (question !== undefined && form.dataset['agreed'] === undefined) {
      event.preventDefault()
      return ask(form, question, event.submitter)
    }
    delete form.dataset['agreed']
    if (form.method !== 'post') return
    form.dataset['sent'] = ''
    const button = event.submitter
    if (!(button instanceof HTMLButtonElement)) return
    const says = button.textContent
    // after the browser has taken the button's own name and value along
    setTimeout(() => {
      button.textContent = form.dataset['sending'] ?? says
      button.setAttribute('aria-disabled', 'true')
    })
    restore.push(() => {
      delete form.dataset['sent']
      button.textContent = says
      button.removeAttribute('aria-disabled')
    })
  })
}

/** A question before a form is sent: the form's own button again, or not. */
function ask(form: HTMLFormElement, question: string, submitter: HTMLElement | null): void {
  const dialog = document.createElement('dialog')
  const title = Object.assign(document.createElement('p'), { textContent: question, id: 'question' })
  const yes = newButton(submitter?.textContent ?? '', submitter?.className)
  const no = newButton(form.dataset['cancel'] ?? '')
  const actions = Object.assign(document.createElement('div'), { className: 'actions' })
  dialog.setAttribute('aria-labelledby', title.id)
  yes.addEventListener('click', () => {
    form.dataset['agreed'] = ''
    dialog.close()
    form.requestSubmit(submitter)
  })
  no.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', () => dialog.remove())
  actions.append(yes, no)
  dialog.append(title, actions)
  document.body.append(dialog)
  dialog.showModal()
  no.focus()
}

/** A page that comes back from the browser's memory, or a download that left the page standing, can send again. */
const restore: (() => void)[] = []
function mindReturn(): void {
  const back = () => restore.splice(0).forEach(undo => undo())
  window.addEventListener('pageshow', back)
  document.addEventListener('submit', () => setTimeout(back, 8000))
}

/** A button that shows the password while it is typed. */
function revealPasswords(): void {
  for (const holder of document.querySelectorAll<HTMLElement>('.reveal')) {
    const input = holder.querySelector('input')
    if (!input) continue
    const { show = '', hide = '' } = holder.dataset
    const button = newButton(show)
    button.setAttribute('aria-controls', input.id)
    button.setAttribute('aria-pressed', 'false')
    button.addEventListener('click', () => {
      const isShown = input.type === 'text'
      input.type = isShown ? 'password' : 'text'
      button.textContent = isShown ? show : hide
      button.setAttribute('aria-pressed', String(!isShown))
      input.focus()
    })
    // a password is sent as one, so that browsers offer to keep it and nobody else does
    input.form?.addEventListener('submit', () => (input.type = 'password'))
    holder.append(button)
  }
}

/** A button that copies a code. */
function copyCodes(): void {
  for (const code of document.querySelectorAll<HTMLElement>('[data-copy]')) {
    const { copy = '', copied = '' } = code.dataset
    const button = newButton(copy, 'button button-plain')
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent ?? '')
      button.textContent = copied
      setTimeout(() => (button.textContent = copy), 2000)
    })
    code.after(button)
  }
}

/** Shows the rows that hold what is typed. */
function filterTables(): void {
  for (const region of document.querySelectorAll<HTMLElement>('[data-filter]')) {
    const rows = [...region.querySelectorAll<HTMLTableRowElement>('tbody tr')]
    const { filter = '', shown = '' } = region.dataset
    const input = Object.assign(document.createElement('input'), {
      type: 'search',
      className: 'input',
      autocomplete: 'off',
    })
    const label = document.createElement('label')
    label.append(filter, input)
    const count = Object.assign(document.createElement('span'), { className: 'muted' })
    count.setAttribute('role', 'status')
    input.addEventListener('input', () => {
      const words = plain(input.value).split(/\s+/)
      let left = 0
      for (const row of rows) {
        row.hidden = !words.every(word => plain(row.textContent ?? '').includes(word))
        if (!row.hidden) left += 1
      }
      count.textContent = input.value === '' ? '' : shown.replace('#', String(left))
    })
    const bar = Object.assign(document.createElement('div'), { className: 'table-filter' })
    bar.append(label, count)
    region.prepend(bar)
  }
}

/** A table that is too wide for its place can be scrolled with the keys, and says what it is. */
function reachWideTables(): void {
  const regions = document.querySelectorAll<HTMLElement>('.table-region')
  const watch = new ResizeObserver(changes => {
    for (const { target } of changes) {
      const region = target.closest<HTMLElement>('.table-region')!
      const isWide = region.scrollWidth > region.clientWidth
      region.toggleAttribute('tabindex', isWide)
      if (isWide) {
        region.tabIndex = 0
        region.setAttribute('role', 'region')
        region.setAttribute('aria-label', region.querySelector('caption')?.textContent ?? '')
      } else for (const name of ['role', 'aria-label']) region.removeAttribute(name)
    }
  })
  // The table too: it can grow while its region stays as it is.
  for (const region of regions) for (const one of [region, ...region.querySelectorAll('table')]) watch.observe(one)
}

/** Ctrl-K or ⌘K in the console: type part of a page's name and go there. */
function goTo(): void {
  const menu = document.querySelector<HTMLElement>('.side-menu[data-find]')
  if (!menu || typeof HTMLDialogElement === 'undefined') return
  const links = [...menu.querySelectorAll('a')]
  const dialog = document.createElement('dialog')
  const input = Object.assign(document.createElement('input'), {
    type: 'search',
    className: 'input',
    autocomplete: 'off',
  })
  const name = menu.dataset['find'] ?? ''
  input.setAttribute('aria-label', name)
  input.placeholder = name
  dialog.setAttribute('aria-label', name)
  const list = document.createElement('ul')
  const show = () => {
    const found = links.filter(link => plain(link.textContent ?? '').includes(plain(input.value)))
    list.replaceChildren(
      ...found.map(link => {
        const item = document.createElement('li')
        item.append(Object.assign(document.createElement('a'), { href: link.href, textContent: link.textContent }))
        return item
      }),
    )
  }
  input.addEventListener('input', show)
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter') list.querySelector('a')?.click()
    if (event.key === 'ArrowDown') list.querySelector('a')?.focus()
  })
  dialog.append(input, list)
  document.body.append(dialog)
  document.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
    event.preventDefault()
    input.value = ''
    show()
    if (!dialog.open) dialog.showModal()
  })
}

/** What is on its way is looked at again by itself while somebody is looking. */
function lookAgain(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-reload] a')
  if (!link) return
  const seconds = Number(link.closest<HTMLElement>('[data-reload]')?.dataset['reload'])
  setTimeout(() => {
    if (!document.hidden) location.replace(link.href)
  }, seconds * 1000)
}

function newButton(text: string, className = 'button button-secondary'): HTMLButtonElement {
  return Object.assign(document.createElement('button'), { type: 'button', textContent: text, className })
}

/** Without capitals and accents: "Liege" finds "Liège". */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

for (const improve of [
  focusWhatIsWrong,
  mindForms,
  mindReturn,
  revealPasswords,
  copyCodes,
  filterTables,
  reachWideTables,
  goTo,
  lookAgain,
  mindPasskeys,
  mindPrinting,
])
  improve()
