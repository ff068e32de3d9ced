import type { ComponentChildren } from 'preact'
import { useScene } from './context.tsx'
import { FieldMessage, Hint, Question, useField } from './field.tsx'

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
  const { id, message, describedBy } = useField(name, legend, hint !== undefined)
  const chosen = new Set([scene.typed[name] ?? value ?? []].flat())
  return (
    <fieldset class={message ? 'field field-wrong' : 'field'} aria-describedby={describedBy}>
      <legend>{legend}</legend>
      <Hint id={id}>{hint}</Hint>
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
            <Hint id={choiceId}>{choice.hint}</Hint>
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
  const { id, message, describedBy } = useField(name, label, hint !== undefined)
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
        <Hint id={id}>{hint}</Hint>
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
  const { id, message, describedBy } = useField(name, label, hint !== undefined)
  const typed = scene.typed[name]
  const chosen = typeof typed === 'string' ? typed : value
  return (
    <Question id={id} label={label} hint={hint} message={message} optional={optional}>
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
    </Question>
  )
}
