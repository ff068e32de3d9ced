/** Over which time a list looks back, and what else narrows it. */
import { Button, Form, Select } from '../../ui/index.ts'
import type { Naming } from './naming.tsx'
import { periods, type Period } from './periods.ts'

/** What narrows a list besides its period. */
export interface Narrowing {
  /** Of the field in the address. */
  name: string
  label: string
  /** '' for everything */
  value: string
  everything: string
  options: readonly { value: string; label: string; lang?: string }[]
}

/** The form above a list: it asks the page anew. */
export function PeriodFilter(props: { action: string; period: Period; by: Narrowing; naming: Naming }) {
  const { action, period, by } = props
  const { t } = props.naming
  return (
    <Form action={action} method="get" class="filter">
      <Select
        name="period"
        label={t('rights.looked.period')}
        value={period}
        options={periods.map(value => ({ value, label: t(`rights.looked.periods.${value}`) }))}
      />
      <Select
        name={by.name}
        label={by.label}
        value={by.value}
        options={[{ value: '', label: by.everything }, ...by.options]}
      />
      <Button kind="secondary">{t('rights.looked.submit')}</Button>
    </Form>
  )
}
