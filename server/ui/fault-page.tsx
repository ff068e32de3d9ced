import { link, type Fault, type Page, type RawFault, type WebRequest } from '../base/http/index.ts'
import { ButtonLink, Actions } from './form.tsx'
import { DefinitionList, Notice } from './parts.tsx'
import type { Key, Words } from './words.ts'

/** A fault in a title and a sentence. A problem of a slice has its words in `<part>.problem.<code>` only if it says so itself. */
export function sayFault(fault: Fault, words: Words): { title: string; detail?: string } {
  const { t } = words
  const title = t(`ui.fault.${fault.code}.title`)
  const reason = fault.refusal && `ui.refusal.${fault.refusal.code}`
  const refusal = reason !== undefined && words.hasText(reason) ? `${t(reason)} ` : ''
  const detail = fault.problem ? fault.problem.detail : refusal + t(`ui.fault.${fault.code}.detail`)
  return { title, ...(detail === undefined ? {} : { detail }) }
}

/** A wrong field in words; the schema's own message wins (`fault: 'people.sign-up.email-fault'`). */
export function sayField(fault: RawFault, words: Words): string {
  if (fault.key !== undefined && words.hasText(fault.key)) return words.t(fault.key)
  const key: Key = `ui.field.${fault.code}`
  return words.t(key, { limit: fault.limit ?? 0 })
}

/** The page of a fault: what happened, what to do, a way on. */
export function faultPage(fault: Fault, request: WebRequest<unknown> & Words, signIn: string | undefined): Page {
  const { t } = request
  const { title, detail } = sayFault(fault, request)
  const { refusal, retryAfter } = fault
  return {
    title,
    body: (
      <>
        <h1>{title}</h1>
        {detail !== undefined && <p class="lead">{detail}</p>}
        {fault.code === 'too-many' && retryAfter !== undefined && <p>{t('ui.fault.wait', { count: retryAfter })}</p>}
        {fault.errors && (
          <ul>
            {fault.errors.map(error => (
              <li key={error.field}>
                <strong>{error.field}</strong>: {error.message}
              </li>
            ))}
          </ul>
        )}
        {fault.reference !== undefined && (
          <Notice tone="info" title={t('ui.fault.reference', { reference: fault.reference })}>
            {t('ui.fault.reference-hint')}
          </Notice>
        )}
        {refusal && <RefusalFacts refusal={refusal} request={request} />}
        <Actions>
          {fault.code === 'sign-in-needed' && signIn !== undefined && (
            <ButtonLink kind="primary" href={signIn}>
              {t('ui.fault.sign-in')}
            </ButtonLink>
          )}
          <ButtonLink href={request.path.startsWith('/console') ? '/console' : link(request.language)}>
            {t('ui.fault.home')}
          </ButtonLink>
        </Actions>
      </>
    ),
  }
}

/** The same facts that the API puts in its problem document. */
function RefusalFacts({
  refusal,
  request,
}: {
  refusal: NonNullable<Fault['refusal']>
  request: WebRequest<unknown> & Words
}) {
  const { t, language } = request
  const clause =
    refusal.clause === undefined
      ? []
      : [
          {
            term: t('ui.fault.clause'),
            value: <a href={`${link(language, 'privacy')}#${refusal.clause}`}>{refusal.clause}</a>,
          },
        ]
  const version = refusal.version === undefined ? [] : [{ term: t('ui.fault.version'), value: String(refusal.version) }]
  return (
    <DefinitionList
      items={[
        { term: t('ui.fault.reason'), value: <code>{refusal.code}</code> },
        { term: t('ui.fault.act'), value: <code>{refusal.act}</code> },
        ...clause,
        ...version,
      ]}
    />
  )
}
