/** What follows from a policy in force alone, worked out once for it and not at each request. */
import type { Compiled } from './compile.ts'

/**
 * Keeps what `work` finds, for as long as the policy is.
 * @param work pure; `names` are of the policy or the declarations (categories, acts), so that there are few; none has a blank
 * @returns the same, answered from what is kept. Whoever gets it must not change it.
 */
export function oncePerPolicy<Value>(
  work: (compiled: Compiled, names: readonly string[]) => Value,
): (compiled: Compiled, names: readonly string[]) => Value {
  const kept = new WeakMap<Compiled, Map<string, Value>>()
  return (compiled, names) => {
    let values = kept.get(compiled)
    if (!values) kept.set(compiled, (values = new Map<string, Value>()))
    const key = names.join(' ')
    let value = values.get(key)
    if (value === undefined) values.set(key, (value = work(compiled, names)))
    return value
  }
}
