/** "Try to break it": a purpose's login, a ready-made attack, and PostgreSQL's own answer. */
import { link, type Page } from '../base/http/index.ts'
import { Actions, Button, ButtonLink, Choices, Form, Notice, Select } from '../ui/index.ts'
import { DatabaseSays } from './answer-parts.tsx'
import type { Answered, Attempt } from './attempts.ts'
import type { DemoParts } from './parts.ts'
import { type Asked, BackToStart } from './start-page.tsx'

/** What was chosen, with the answer. */
export interface Tried {
  attempts: readonly Attempt[]
  purpose?: string
  attempt?: Attempt | undefined
  answered?: Answered | undefined
}

/** The page; the answer stands above the form. */
export function breakPage({ gate }: Pick<DemoParts, 'gate'>, request: Asked, tried: Tried): Page {
  const { t, language } = request
  const { slots, compiled } = gate.policy()
  const { policy } = compiled.loaded
  const purposes = Object.entries(policy.purposes).filter(([id]) => slots.has(id))
  const { attempts, attempt, purpose, answered } = tried
  const isAsked = purpose !== undefined
  return {
    title: t('demo.break.title'),
    wide: true,
    ...(isAsked && !answered ? { status: 422 } : {}),
    body: (
      <>
        <BackToStart />
        <h1>{t('demo.break.title')}</h1>
        <p class="lead">{t('demo.break.lead')}</p>
        {isAsked && !answered && <Notice tone="warn">{t('demo.break.unknown')}</Notice>}
        {answered && attempt && (
          <section aria-labelledby="answer">
            <h2 id="answer" tabIndex={-1} data-focus>
              {t(`demo.attempt.${attempt.id as 'contact'}`)}
            </h2>
            <DatabaseSays answered={answered} label={t('demo.break.answer')} />
          </section>
        )}
        <Form action={`${link(language, 'start', 'break')}#answer`} class="attempts">
          <Select
            name="purpose"
            label={t('demo.break.purpose')}
            hint={t('demo.break.purpose-hint')}
            value={purpose ?? (slots.has('support') ? 'support' : purposes[0]?.[0])}
            options={purposes.map(([id, { says }]) => ({ value: id, label: says[language] ?? says.en ?? id }))}
          />
          <Choices
            name="attempt"
            legend={t('demo.break.attempt')}
            pick="one"
            value={attempt?.id ?? attempts[0]?.id}
            choices={attempts.map(({ id }) => ({ value: id, label: t(`demo.attempt.${id as 'contact'}`) }))}
          />
          <Actions>
            <Button>{t('demo.break.submit')}</Button>
          </Actions>
        </Form>
        <h2>{t('demo.strike.title')}</h2>
        <p>{t('demo.strike.invite')}</p>
        <Actions>
          <ButtonLink href={link(language, 'start', 'strike')}>{t('demo.strike.go')}</ButtonLink>
        </Actions>
      </>
    ),
  }
}
