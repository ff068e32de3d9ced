import type { ComponentChildren } from 'preact'
import { useScene } from './context.tsx'

export interface FormProps {
  action: string
  children: ComponentChildren
  id?: string
  class?: string
  /** `get` for searches: no token, nothing changes. */
  method?: 'post' | 'get'
  /** A question that the script asks before sending; without the script the next page asks. */
  confirm?: string
}

/** A form that carries the token of its page. Browsers leave the checking of fields to the server, which says it better. */
export function Form({ action, children, id, class: className, method = 'post', confirm }: FormProps) {
  const scene = useScene()
  return (
    <form
      action={action}
      method={method}
      id={id}
      class={className}
      noValidate
      data-confirm={confirm}
      data-sending={scene.t('ui.form.sending')}
    >
      {method === 'post' && <input type="hidden" name="csrf" value={scene.csrf} />}
      {children}
    </form>
  )
}

export interface FieldProps {
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  type?: 'text' | 'email' | 'password' | 'tel' | 'url' | 'search' | 'number' | 'date' | 'datetime-local' | 'textarea'
  /** What stands in it, unless something was typed. */
  value?: string | number | undefined
  /** WCAG 1.3.5, e.g. `email`, `new-password`, `one-time-code`. */
  autocomplete?: string
  optional?: boolean
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url'
  /** `short`: codes, dates, numbers. */
  width?: 'short' | 'medium' | 'full'
  rows?: number
  maxLength?: number
  /** BCP 47, when the answer is in another language. */
  lang?: string
  readOnly?: boolean
}

/** The id of a field, which the error summary links to. */
export const fieldId = (name: string) => `field-${name.replaceAll('.', '-')}`

/** One question: label, hint, what is wrong with the answer, input. */
export function Field(props: FieldProps) {
  const {
    name,
    label,
    hint,
    type = 'text',
    value,
    autocomplete,
    optional,
    inputMode,
    width = 'medium',
    rows = 5,
    maxLength,
    lang,
    readOnly,
  } = props
  const scene = useScene()
  const { id, message, describedBy } = useField(name, hint !== undefined)
  const typed = scene.typed[name]
  const shown = type === 'password' ? undefined : typeof typed === 'string' ? typed : value
  const common = {
    id,
    name,
    class: `input input-${width}`,
    autocomplete,
    inputMode,
    maxLength,
    lang,
    readOnly,
    required: !optional,
    'aria-invalid': message ? ('true' as const) : undefined,
    'aria-describedby': describedBy,
    spellcheck: ['email', 'password', 'tel', 'url'].includes(type) ? false : undefined,
  }
  return (
    <div class={message ? 'field field-wrong' : 'field'}>
      <label for={id}>
        {label}
        {optional && <Optional />}
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldMessage id={id} message={message} />
      {type === 'textarea' ? (
        <textarea {...common} rows={rows} value={shown} />
      ) : type === 'password' ? (
        <span class="reveal" data-show={scene.t('ui.form.show')} data-hide={scene.t('ui.form.hide')}>
          <input {...common} type="password" />
        </span>
      ) : (
        <input {...common} type={type as 'text'} value={shown} />
      )}
    </div>
  )
}

export interface Choice {
  value: string
  label: ComponentChildren
  hint?: ComponentChildren
}

export interface ChoicesProps {
  name: string
  legend: ComponentChildren
  hint?: ComponentChildren
  choices: readonly Choice[]
  /** `one`: radio buttons; `many`: tick boxes. Nothing is ticked that the person did not tick. */
  pick: 'one' | 'many'
  value?: string | readonly string[] | undefined
}

/** A question with a few answers. */
export function Choices({ name, legend, hint, choices, pick, value }: ChoicesProps) {
  const scene = useScene()
  const { id, message, describedBy } = useField(name, hint !== undefined)
  const chosen = new Set([scene.typed[name] ?? value ?? []].flat())
  return (
    <fieldset class={message ? 'field field-wrong' : 'field'} aria-describedby={describedBy}>
      <legend>{legend}</legend>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldMessage id={id} message={message} />
      {choices.map((choice, place) => {
        const choiceId = place === 0 ? id : `${id}-${place}`
        return (
          <div class="choice" key={choice.value}>
            <input
              type={pick === 'one' ? 'radio' : 'checkbox'}
              id={choiceId}
              name={name}
              value={choice.value}
              checked={chosen.has(choice.value)}
              aria-describedby={choice.hint === undefined ? undefined : `${choiceId}-hint`}
            />
            <label for={choiceId}>{choice.label}</label>
            {choice.hint !== undefined && (
              <p class="hint" id={`${choiceId}-hint`}>
                {choice.hint}
              </p>
            )}
          </div>
        )
      })}
    </fieldset>
  )
}

/** One tick box of its own: `true` is sent when it is ticked, nothing otherwise. Never ticked in advance. */
export function Tick({
  name,
  label,
  hint,
  value = false,
}: {
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  value?: boolean
}) {
  const scene = useScene()
  const { id, message, describedBy } = useField(name, hint !== undefined)
  const isAgain = scene.faults.length > 0
  return (
    <div class={message ? 'field field-wrong' : 'field'}>
      <FieldMessage id={id} message={message} />
      <div class="choice">
        <input
          type="checkbox"
          id={id}
          name={name}
          value="true"
          checked={isAgain ? scene.typed[name] === 'true' : value}
          aria-describedby={describedBy}
        />
        <label for={id}>{label}</label>
        {hint !== undefined && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

export interface SelectProps {
  name: string
  label: ComponentChildren
  hint?: ComponentChildren
  options: readonly { value: string; label: string; lang?: string }[]
  value?: string | undefined
  autocomplete?: string
  optional?: boolean
}

/** A question with many answers. The first option is empty unless a value is given. */
export function Select({ name, label, hint, options, value, autocomplete, optional }: SelectProps) {
  const scene = useScene()
  const { id, message, describedBy } = useField(name, hint !== undefined)
  const typed = scene.typed[name]
  const chosen = typeof typed === 'string' ? typed : value
  return (
    <div class={message ? 'field field-wrong' : 'field'}>
      <label for={id}>
        {label}
        {optional && <Optional />}
      </label>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <FieldMessage id={id} message={message} />
      <select
        id={id}
        name={name}
        class="input input-medium"
        autocomplete={autocomplete}
        aria-invalid={message ? 'true' : undefined}
        aria-describedby={describedBy}
      >
        {(value === undefined || optional) && <option value="" />}
        {options.map(option => (
          <option key={option.value} value={option.value} selected={option.value === chosen} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** @param hasHint whether a hint stands above the input */
function useField(name: string, hasHint: boolean) {
  const id = fieldId(name)
  const message = useScene().faults.find(fault => fault.field === name)?.message
  const describedBy = [hasHint && `${id}-hint`, message && `${id}-error`].filter(Boolean).join(' ') || undefined
  return { id, message, describedBy }
}

function FieldMessage({ id, message }: { id: string; message: string | undefined }) {
  const scene = useScene()
  if (message === undefined) return null
  return (
    <p class="field-error" id={`${id}-error`}>
      <span class="unseen">{scene.t('ui.form.error')} </span>
      {message}
    </p>
  )
}

function Optional() {
  return <span class="muted"> ({useScene().t('ui.form.optional')})</span>
}

/** Everything that is wrong, on top of the page, each with a link to its field. Shown by the layout itself. */
export function ErrorSummary() {
  const scene = useScene()
  if (scene.faults.length === 0) return null
  return (
    <section class="error-summary" role="alert" tabIndex={-1} aria-labelledby="error-summary-title" data-focus>
      <h2 id="error-summary-title">{scene.t('ui.form.summary')}</h2>
      <ul>
        {scene.faults.map(({ field, message }) => (
          <li key={field + message}>{field === '' ? message : <a href={`#${fieldId(field)}`}>{message}</a>}</li>
        ))}
      </ul>
    </section>
  )
}

export interface ButtonProps {
  children: ComponentChildren
  kind?: 'primary' | 'secondary' | 'danger' | 'plain'
  name?: string
  value?: string
  /** Why it cannot be pressed; shown beside it. The server says the same. */
  refusal?: string | undefined
  form?: string
}

/** A button says what it does: a verb. One that cannot be used says why. */
export function Button({ children, kind = 'primary', name, value, refusal, form }: ButtonProps) {
  const button = (
    <button
      type="submit"
      class={`button button-${kind}`}
      name={name}
      value={value}
      form={form}
      aria-disabled={refusal === undefined ? undefined : 'true'}
      disabled={refusal !== undefined}
    >
      {children}
    </button>
  )
  return refusal === undefined ? (
    button
  ) : (
    <span class="refused">
      {button}
      <span class="hint">{refusal}</span>
    </span>
  )
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({
  href,
  children,
  kind = 'secondary',
}: {
  href: string
  children: ComponentChildren
  kind?: ButtonProps['kind']
}) {
  return (
    <a class={`button button-${kind}`} href={href}>
      {children}
    </a>
  )
}

/** Buttons side by side. */
export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>
}
