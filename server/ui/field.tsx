import type { ComponentChildren } from 'preact'
import { useScene } from './context.tsx'

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
  const { id, message, describedBy } = useField(name, label, hint !== undefined)
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
    <Question id={id} label={label} hint={hint} message={message} optional={optional}>
      {type === 'textarea' ? (
        <textarea {...common} rows={rows} value={shown} />
      ) : type === 'password' ? (
        <span class="reveal" data-show={scene.t('ui.form.show')} data-hide={scene.t('ui.form.hide')}>
          <input {...common} type="password" />
        </span>
      ) : (
        <input {...common} type={type as 'text'} value={shown} />
      )}
    </Question>
  )
}

interface QuestionProps {
  id: string
  label: ComponentChildren
  hint: ComponentChildren
  message: string | undefined
  optional: boolean | undefined
  children: ComponentChildren
}

/** A question around its input: label, hint, what is wrong with the answer. */
export function Question({ id, label, hint, message, optional, children }: QuestionProps) {
  return (
    <div class={message ? 'field field-wrong' : 'field'}>
      <label for={id}>
        {label}
        {optional && <Optional />}
      </label>
      <Hint id={id}>{hint}</Hint>
      <FieldMessage id={id} message={message} />
      {children}
    </div>
  )
}

/**
 * A question that is answered with files.
 * @param props.accept what the browser offers to choose from; what was sent is judged by its bytes
 */
export function FileField(
  props: Pick<FieldProps, 'name' | 'label' | 'hint' | 'optional'> & { accept: string; multiple?: boolean },
) {
  const { name, label, hint, accept, optional, multiple } = props
  const { id, message, describedBy } = useField(name, label, hint !== undefined)
  return (
    <Question id={id} label={label} hint={hint} message={message} optional={optional}>
      <input
        type="file"
        id={id}
        name={name}
        class="input input-medium"
        accept={accept}
        multiple={multiple}
        aria-invalid={message ? 'true' : undefined}
        aria-describedby={describedBy}
      />
    </Question>
  )
}

/** What helps to answer, if anything does. @param id of the input that it describes */
export function Hint({ id, children }: { id: string; children: ComponentChildren }) {
  if (children === undefined) return null
  return (
    <p class="hint" id={`${id}-hint`}>
      {children}
    </p>
  )
}

/** What a question needs to know: its id, what is wrong with it, and what describes it. `hasHint`: a hint stands above. */
export function useField(name: string, label: ComponentChildren, hasHint: boolean) {
  const id = fieldId(name)
  const { faults, labels } = useScene()
  labels.set(name, label)
  const message = faults.find(fault => fault.field === name)?.message
  const describedBy = [hasHint && `${id}-hint`, message && `${id}-error`].filter(Boolean).join(' ') || undefined
  return { id, message, describedBy }
}

/** What is wrong with an answer, above it. */
export function FieldMessage({ id, message }: { id: string; message: string | undefined }) {
  const scene = useScene()
  if (message === undefined) return null
  return (
    <p class="field-error" id={`${id}-error`}>
      <span class="unseen">{scene.t('ui.form.error')} </span>
      {message}
    </p>
  )
}

/** Says that a question need not be answered. */
function Optional() {
  return <span class="muted"> ({useScene().t('ui.form.optional')})</span>
}
