import { isFaultCode, link, type Fault, type Page, type RawFault, type WebRequest } from '../base/http/index.ts'
import { Actions, Button, ButtonLink } from './form.tsx'
import { DefinitionList, Notice } from './parts.tsx'
import type { Key, Words } from './words.ts'

/** The title of a problem by its code: the same each time (RFC 9457), whatever the details are. */
export function problemTitle(code: string, { t, hasText }: Pick<Words, 't' | 'hasText'>): string | undefined {
  for (const key of [`problems.title.${code}`, `ui.fault.${code}.title`]) if (hasText(key)) return t(key)
  return hasText(`ui.refusal.${code}`) ? t('ui.fault.refused.title') : undefined
}

/** What to do about a problem that says nothing more of itself. */
export function problemDetail(code: string, { t, hasText }: Pick<Words, 't' | 'hasText'>): string | undefined {
  for (const key of [`problems.detail.${code}`, `ui.refusal.${code}`, `ui.fault.${code}.detail`])
    if (hasText(key)) return t(key)
  return undefined
}

/**
 * A fault in a title and a sentence. What a slice names itself brings its own sentence.
 * @param toProgram whether a program asked: it sends no form and opens no page
 */
export function sayFault(fault: Fault, words: Words, toProgram = false): { title: string; detail?: string } {
  const { t } = words
  const named = fault.problem?.code ?? fault.refusal?.code ?? fault.code
  const own = toProgram || !isFaultCode(named) ? problemTitle(named, words) : undefined
  const title = own ?? t(`ui.fault.${fault.code}.title`)
  const reason = fault.refusal && `ui.refusal.${fault.refusal.code}`
  const refusal = reason !== undefined && words.hasText(reason) ? `${t(reason)} ` : ''
  const general = (toProgram && problemDetail(fault.code, words)) || t(`ui.fault.${fault.code}.detail`)
  const said = fault.problem ? fault.problem.detail : refusal + general
  const detail = fault.isShownAgain ? t('ui.fault.forged.again') : said
  return { title, ...(detail === undefined ? {} : { detail }) }
}

/** A wrong field in words; the schema's own message wins (`fault: 'people.sign-up.email-fault'`). */
export function sayField(fault: RawFault, words: Words): string {
  if (fault.key !== undefined && words.hasText(fault.key)) return words.t(fault.key)
  const key: Key = `ui.field.${fault.code}`
  return words.t(key, { limit: fault.limit ?? 0 })
}

/** The page of a fault: what happened, what to do, a way on. */
export function faultPage(
  fault: Fault,
  request: WebRequest<unknown> & Words,
  home: string,
  signIn: string | undefined,
): Page {
  const { t } = request
  const { title, detail } = sayFault(fault, request)
  const { refusal, retryAfter, prove } = fault
  const entrance = prove ?? signIn
  if (fault.left && entrance !== undefined && Object.keys(fault.left.fields).length > 0)
    return leftPage(fault.left, request, entrance, prove === undefined ? 'left' : 'unproven')
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
          {prove !== undefined && (
            <ButtonLink kind="primary" href={prove}>
              {t('ui.fault.prove')}
            </ButtonLink>
          )}
          <ButtonLink href={home}>{t('ui.fault.home')}</ButtonLink>
        </Actions>
      </>
    ),
  }
}

/**
 * The session ended before the form was sent, or it was too long ago that its person showed who they are. What was typed stays
 * in this page, and nowhere else: sent on after that, it is met as a form that was open too long, and shown again to be looked at.
 */
function leftPage(left: NonNullable<Fault['left']>, { t }: Words, entrance: string, why: 'left' | 'unproven'): Page {
  return {
    title: t(`ui.fault.${why}.title`),
    body: (
      <>
        <h1>{t(`ui.fault.${why}.title`)}</h1>
        <p class="lead">{t(`ui.fault.${why}.detail`)}</p>
        <ol>
          <li>
            <a href={entrance} target="_blank" rel="noopener">
              {t(`ui.fault.${why}.sign-in`)}
            </a>
          </li>
          <li>{t('ui.fault.left.come-back')}</li>
        </ol>
        <form action={left.action} method="post">
          {Object.entries(left.fields).flatMap(([name, value]) =>
            [value].flat().map((one, at) => <input key={name + at} type="hidden" name={name} value={one} />),
          )}
          <Actions>
            <Button>{t('ui.fault.left.go-on')}</Button>
          </Actions>
        </form>
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
