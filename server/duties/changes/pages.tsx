/** Versions and drafts, a new draft, and one draft with what it changes. */
import { link, type Page, type WebRequest } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import { languages, type Finding, type Language, type LoadedPolicy } from '../../policy/document.ts'
import type { PolicySources } from '../../policy/load.ts'
import type { PublishedVersion } from '../../policy/versions.ts'
import {
  Actions,
  Badge,
  Button,
  ButtonLink,
  Copyable,
  DefinitionList,
  Empty,
  Field,
  FileField,
  Form,
  Notice,
  T,
  Table,
  Time,
  type Words,
} from '../../ui/index.ts'
import { changeInWords, subjectInWords } from '../../ui/change-words.ts'
import { type DraftSeen, stateOf } from './drafts.ts'
import { dayFrom, faultWords } from './reading.ts'
import type { DraftHead } from './store.ts'

/** A request by a colleague. */
export type Asked = WebRequest<Extract<Visitor, { kind: 'staff' }>> & Words
const here = '/console/policy'
const tones = { open: 'info', waits: 'warn', published: 'ok', withdrawn: 'neutral', ended: 'error' } as const
const effects = { widened: 'warn', narrowed: 'ok', neutral: 'neutral' } as const

/** What the policy calls a role, in the reader's language. */
const roleName = ({ policy }: LoadedPolicy, role: string, { language }: Asked) =>
  policy.staff[role]?.says[language] ?? policy.staff[role]?.says[policy.policy.original] ?? role

/** Versions and drafts. */
export function draftsPage(
  asked: Asked,
  inForce: LoadedPolicy,
  drafts: readonly DraftHead[],
  versions: readonly PublishedVersion[],
): Page {
  const { t, language } = asked
  const has = languages.filter(one => inForce.texts[one])
  return {
    title: t('changes.title'),
    current: here,
    wide: true,
    body: (
      <>
        <h1>{t('changes.title')}</h1>
        <p class="lead">{t('changes.lead')}</p>
        <Actions>
          <ButtonLink href={`${here}/new`} kind="primary">
            {t('changes.new')}
          </ButtonLink>
        </Actions>
        <h2>{t('changes.drafts')}</h2>
        {drafts.length === 0 ? (
          <Empty>{t('changes.none')}</Empty>
        ) : (
          <Table
            caption={t('changes.drafts')}
            quietCaption
            rows={drafts}
            columns={[
              {
                head: t('changes.version'),
                cell: one => <a href={`${here}/drafts/${one.id}`}>{t('changes.number', { version: one.number })}</a>,
              },
              {
                head: t('changes.state'),
                cell: one => <Badge tone={tones[stateOf(one)]}>{t(`changes.is.${stateOf(one)}`)}</Badge>,
              },
              { head: t('changes.note'), cell: one => one.note },
              { head: t('changes.drafted'), cell: one => <Time at={one.drafted_at} short /> },
              { head: t('changes.from'), cell: one => (one.effective_at ? <Time at={one.effective_at} short /> : '–') },
            ]}
          />
        )}
        <h2>{t('changes.versions')}</h2>
        <Table
          caption={t('changes.versions')}
          quietCaption
          rows={versions}
          columns={[
            {
              head: t('changes.version'),
              cell: ({ number }) => (
                <a href={link(language, 'privacy', 'v', number)}>{t('changes.number', { version: number })}</a>
              ),
            },
            { head: t('changes.from'), cell: ({ effectiveAt }) => <Time at={effectiveAt} short /> },
            {
              head: t('changes.approved'),
              cell: ({ approvedAs, aloneBecause, isOperatorsDraft }) =>
                approvedAs
                  ? isOperatorsDraft
                    ? t('changes.operators-draft', { role: roleName(inForce, approvedAs, asked) })
                    : roleName(inForce, approvedAs, asked)
                  : aloneBecause
                    ? t('changes.alone', { reason: aloneBecause })
                    : '–',
            },
            { head: t('changes.told'), cell: ({ toldAt }) => (toldAt ? <Time at={toldAt} short /> : '–') },
          ]}
        />
        <p>{t('changes.languages', { languages: has.map(one => asked.formats.languageName(one)).join(', ') })}</p>
      </>
    ),
  }
}

/**
 * A new draft, which begins from the version in force or from what was sent last.
 * @param sources without the texts and assessments that are those in force: whole, they would fill the page four times
 * @param exist the languages that the version in force has a text in
 */
export function newDraftPage(
  asked: Asked,
  { yaml, texts, assessments }: PolicySources,
  exist: readonly Language[],
  sent: { note?: string; wrong?: readonly Finding[]; taken?: number } = {},
): Page {
  const { t, formats } = asked
  const isWrong = sent.wrong !== undefined || sent.taken !== undefined
  return {
    title: t('changes.new'),
    current: here,
    wide: true,
    ...(isWrong ? { status: 422 } : {}),
    body: (
      <>
        <h1>{t('changes.new')}</h1>
        <p class="lead">{t('changes.new-lead')}</p>
        {sent.taken !== undefined && <Notice tone="error" title={t('changes.fault.taken', { version: sent.taken })} />}
        {sent.wrong && (
          <Notice tone="error" title={t('changes.wrong')}>
            <Findings findings={sent.wrong} asked={asked} />
          </Notice>
        )}
        <Form action={`${here}/new`} files>
          <Field name="note" type="textarea" rows={3} label={t('changes.note')} value={sent.note} maxLength={2000} />
          <FileField
            name="files"
            label={t('changes.files')}
            hint={t('changes.files-hint')}
            accept=".md,.yaml,.yml"
            multiple
            optional
          />
          <Field name="yaml" type="textarea" rows={24} width="full" lang="en" label={t('changes.yaml')} value={yaml} />
          {languages.map(language => (
            <Field
              key={language}
              name={language}
              type="textarea"
              rows={12}
              width="full"
              lang={language}
              optional
              label={t('changes.text', { language: formats.languageName(language) })}
              hint={
                exist.includes(language) && (
                  <T k="changes.text-hint" parts={{ now: words => <a href={`${here}/text/${language}`}>{words}</a> }} />
                )
              }
              value={texts[language] ?? ''}
            />
          ))}
          <input type="hidden" name="carried" value={JSON.stringify(assessments)} />
          <p>{t('changes.assessments', { files: Object.keys(assessments).join(', ') || '–' })}</p>
          <Button>{t('changes.save')}</Button>
        </Form>
      </>
    ),
  }
}

function Findings({ findings, asked: { t } }: { findings: readonly Finding[]; asked: Asked }) {
  return (
    <ul lang="en">
      {findings.map((one, place) => (
        <li key={place}>
          <Badge tone={one.level === 'error' ? 'error' : 'warn'}>{t(`changes.level.${one.level}`)}</Badge>{' '}
          {faultWords(t, one)} <code>{one.code}</code>
        </li>
      ))}
    </ul>
  )
}

/** One draft. @param people whom it concerns, in numbers */
export function draftPage(asked: Asked, seen: DraftSeen, people: number): Page {
  const { t, formats, visitor } = asked
  const { head, diff, loaded, findings, earliest } = seen
  const state = stateOf(head)
  const title = t('changes.draft-of', { version: head.number })
  const by = head.way === 'command' ? t('changes.operator') : roleName(loaded, head.drafted_as, asked)
  const isOwn = head.drafted_by === visitor.person
  const words = diff?.clauses ?? []
  const reader = { ...asked, policy: loaded.policy, ...(seen.before ? { before: seen.before.policy } : {}) }
  return {
    title,
    current: here,
    wide: true,
    body: (
      <>
        <h1>{title}</h1>
        <p>
          <Badge tone={tones[state]}>{t(`changes.is.${state}`)}</Badge> {head.ended_why}
        </p>
        <DefinitionList
          items={[
            { term: t('changes.note'), value: head.note },
            { term: t('changes.drafted'), value: `${by}, ${formats.moment(head.drafted_at)}` },
            {
              term: t('changes.approved'),
              value:
                head.approved_at && head.approved_as
                  ? `${roleName(loaded, head.approved_as, asked)}, ${formats.moment(head.approved_at)}`
                  : '–',
            },
            { term: t('changes.from'), value: head.effective_at ? formats.moment(head.effective_at) : '–' },
            { term: t('changes.hash'), value: <Copyable short>{head.hash}</Copyable> },
          ]}
        />
        {diff && (
          <Notice
            tone={diff.material ? 'warn' : 'ok'}
            title={t(diff.material ? 'changes.material' : 'changes.immaterial')}
          >
            {diff.material && <p>{t('changes.people', { count: people })}</p>}
          </Notice>
        )}
        {findings.length > 0 && (
          <>
            <h2>{t('changes.findings')}</h2>
            <Findings findings={findings} asked={asked} />
          </>
        )}
        <h2>{t('changes.meaning')}</h2>
        <ul>
          {(diff?.meaning ?? []).map((one, place) => (
            <li key={place}>
              <Badge tone={effects[one.effect]}>{t(`changes.effect.${one.effect}`)}</Badge>{' '}
              {[subjectInWords(one, reader), changeInWords(one, reader)].filter(Boolean).join('. ')}
            </li>
          ))}
        </ul>
        <h2>{t('changes.words')}</h2>
        <dl class="word-changes">
          {words.map(one => (
            <div key={`${one.language} ${one.id}`}>
              <dt>
                {one.language} <code>{one.id}</code>
              </dt>
              <dd lang={one.language}>
                {one.words.map((run, place) =>
                  run.kind === 'same' ? (
                    run.text
                  ) : run.kind === 'added' ? (
                    <ins key={place}>{run.text}</ins>
                  ) : (
                    <del key={place}>{run.text}</del>
                  ),
                )}
              </dd>
            </div>
          ))}
        </dl>
        {diff && diff.stale.length > 0 && (
          <Notice tone="warn">{t('changes.stale', { count: diff.stale.length })}</Notice>
        )}
        {state === 'open' && (
          <Form action={`${here}/drafts/${head.id}/approve`}>
            <input type="hidden" name="hash" value={head.hash} />
            <Field
              name="effective"
              type="date"
              width="short"
              label={t('changes.from')}
              hint={t('changes.earliest', { at: formats.date(dayFrom(earliest)) })}
              value={head.proposed_at && head.proposed_at > earliest ? dayFrom(head.proposed_at) : dayFrom(earliest)}
            />
            <Button refusal={isOwn ? t('changes.fault.own') : undefined}>{t('changes.approve')}</Button>
          </Form>
        )}
        {(state === 'open' || state === 'waits') && (
          <Form action={`${here}/drafts/${head.id}/withdraw`} confirm={t('changes.withdraw-sure')}>
            <Button kind="danger">{t('changes.withdraw')}</Button>
          </Form>
        )}
      </>
    ),
  }
}
