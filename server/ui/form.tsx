import type { ComponentChildren } from 'preact'
import { useScene } from './context.tsx'
import { fieldId } from './field.tsx'

export interface FormProps {
  action: string
  children: ComponentChildren
  id?: string
  class?: string
  /** `get` for searches: no token, nothing changes. */
  method?: 'post' | 'get'
  /** A question that the script asks before sending; without the script the next page asks. */
  confirm?: string
  /** It takes files. */
  files?: boolean
}

/** A form that carries the token of its page. Browsers leave the checking of fields to the server, which says it better. */
export function Form({ action, children, id, class: className, method = 'post', confirm, files }: FormProps) {
  const scene = useScene()
  return (
    <form
      action={action}
      method={method}
      id={id}
      class={className}
      encType={files ? 'multipart/form-data' : undefined}
      noValidate
      data-confirm={confirm}
      data-cancel={confirm === undefined ? undefined : scene.t('ui.form.cancel')}
      data-sending={scene.t('ui.form.sending')}
    >
      {method === 'post' && <input type="hidden" name="csrf" value={scene.csrf} />}
      {children}
    </form>
  )
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
          <li key={field + message}>
            {field === '' ? (
              message
            ) : (
              <a href={`#${fieldId(field)}`}>
                {scene.labels.get(field) ?? field}: {message}
              </a>
            )}
          </li>
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
