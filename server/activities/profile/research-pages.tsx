/** Trade and place, for research: asked with a yes of its own, in its own words, before the questions. */
import { Type } from 'typebox'
import { fault, invalid, redirect, refused } from '../../base/http/index.ts'
import type { FieldFault, Page, Route } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import { Refusal } from '../../policy/refusal.ts'
import { Actions, Button, ButtonLink, Form, Notice, T, Tick } from '../../ui/index.ts'
import { addOwn, correct } from './acts.ts'
import { answerBook } from './books.ts'
import type { Answer, Entry } from './contact/index.ts'
import { Facts } from './facts.tsx'
import { answerPage, overtakenBy } from './forms.tsx'
import { lineParams, lineRoutes, saved, type PageParts } from './line-pages.tsx'
import { clauseLink, profileLink, type Asked } from './lines.tsx'
import { headOf, lineOf, listOf } from './profile.ts'
import { promised, type Kept } from './promised.ts'
import { AnswerQuestion } from './questions.tsx'
import { readAnswer } from './reading.ts'
import { researchWords, sayResearch, viewResearch, type Research } from './research.ts'

const questions = ['occupation', 'place'] as const
const code = Type.Optional(Type.String({ maxLength: 40 }))

/** The form. @param overtaken what was chosen while another version came into force: its yes was to other words */
function askPage(
  request: Asked,
  { research, kept, words }: { research: Research; kept: Kept; words: ReturnType<typeof researchWords> },
  overtaken?: Partial<Record<(typeof questions)[number], string>>,
): Page {
  const { t, language } = request
  const open = questions.filter(kind => research.lines[listOf(kind)].length === 0)
  return {
    title: t('profile.research.title'),
    current: profileLink(language),
    ...(overtaken ? { status: 409 } : {}),
    body: (
      <div class="profile">
        <h1>{t('profile.research.title')}</h1>
        {overtaken && (
          <Notice tone="warn" status title={t('consent.overtaken.title')}>
            <p>{t('consent.fault.overtaken')}</p>
          </Notice>
        )}
        <p class="lead">{t('profile.research.lead')}</p>
        <ul>
          <li>
            <T k="profile.research.what-for" parts={{ clause: clauseLink(language, kept.clause) }} />
          </li>
          <li>{t('profile.research.groups')}</li>
          <li>{t('profile.research.free')}</li>
          <li>{t('profile.research.back')}</li>
        </ul>
        <Facts request={request} kept={kept} />
        {research.agreed && research.said && (
          <Notice tone="ok">{t('profile.research.agreed', { at: research.said.recorded_at })}</Notice>
        )}
        {open.length > 0 && (
          <Form action={profileLink(language, 'research')}>
            {!research.agreed && words && (
              <>
                <input type="hidden" name="version" value={words.version} />
                <p>{t('profile.research.words', { version: words.version })}</p>
                <blockquote lang={words.language === language ? undefined : words.language}>
                  <p>
                    <strong>{words.says}</strong>
                  </p>
                  <p>{words.text}</p>
                </blockquote>
                <Tick name="yes" label={t('profile.research.yes')} hint={t('profile.research.yes-hint')} />
              </>
            )}
            {open.map(kind => (
              <AnswerQuestion
                key={kind}
                request={request}
                kind={kind}
                name={kind}
                value={overtaken?.[kind] ?? ''}
                optional
              />
            ))}
            <Actions>
              <Button>{t('profile.do.save')}</Button>
              <ButtonLink href={profileLink(language)}>{t('profile.do.back')}</ButtonLink>
            </Actions>
          </Form>
        )}
        {research.agreed && <TakeBack request={request} />}
      </div>
    ),
  }
}

/** Takes the yes back, with all answers. */
export function TakeBack({ request }: { request: Asked }) {
  const { t, language } = request
  return (
    <Form action={profileLink(language, 'research/withdraw')} confirm={t('profile.research.withdraw-sure')}>
      <p class="hint">{t('profile.research.withdraw-hint')}</p>
      <Button kind="secondary">{t('profile.research.withdraw')}</Button>
    </Form>
  )
}

/** @param wholePage what is shown where a form cannot be */
export function researchRoutes(parts: PageParts, wholePage: (request: Asked) => Promise<Page>): Route[] {
  const common = { act: 'profile.correct-research', who: 'customer' } as const
  const path = '/:lang/account/profile/research'
  const keptOf = ({ language }: Asked) => promised(parts, language).research

  const pageOf = (request: Asked, research: Research, kept: Kept, overtaken?: Parameters<typeof askPage>[2]) =>
    askPage(request, { research, kept, words: researchWords(parts, request.language) }, overtaken)

  async function ask(request: Asked, overtaken?: Parameters<typeof askPage>[2]): Promise<Page | undefined> {
    const [research, kept] = [await viewResearch(parts, request.visitor.actor), keptOf(request)]
    return research && kept && pageOf(request, research, kept, overtaken)
  }

  async function correctForm(request: Asked, id: string, typed?: string): Promise<Page | undefined> {
    const [research, kept] = [await viewResearch(parts, request.visitor.actor), keptOf(request)]
    const line = research && lineOf(research.lines, id)
    const head = research && headOf(research.lines, id)
    if (!line || !head || !kept) return undefined
    const now = head.replacedAt === null ? head : undefined
    if (!now) return pageOf(request, research, kept)
    const { kind, value } = now.contact as Answer
    return answerPage(request, kept, {
      action: profileLink(request.language, 'research', now.id),
      answer: { kind, value: typed ?? value },
      overtaken: line.replacedAt === null ? undefined : overtakenBy(request, line, now),
    })
  }

  const shown = async (page: Promise<Page | undefined>) => (await page) ?? fault('not-found')

  return [
    routes.page({ ...common, path, render: request => shown(ask(request)) }),
    routes.form({
      ...common,
      path,
      body: Type.Object({
        version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
        yes: Type.Optional(Type.String({ maxLength: 5 })),
        occupation: code,
        place: code,
      }),
      again: async request => (await ask(request)) ?? wholePage(request),
      handle: async request => {
        const { body, t, visitor, language } = request
        const research = await viewResearch(parts, visitor.actor)
        if (!research) return fault('not-found')
        // Before anything else: the page is shown with other words now, and a yes to them is not ticked beforehand.
        const isOvertaken = body.yes === 'true' && body.version !== researchWords(parts, language)?.version
        if (!research.agreed && isOvertaken) return shown(ask(request, body))
        const read = readAnswers(request, body)
        if (!research.agreed && body.yes !== 'true')
          read.faults.unshift({ field: 'yes', message: t('profile.research.needs-yes') })
        if (read.faults.length > 0) return invalid(...read.faults)
        if (!research.agreed) {
          const said = await sayResearch(parts, visitor.actor, 'agree', language, 'profile', body.version)
          if (said instanceof Refusal) return refused(said)
          if (said === 'overtaken') return shown(ask(request, body))
          if (said === 'not-asked') return fault('not-found')
        }
        for (const answer of read.answers) {
          const change = await addOwn(parts, visitor.actor, answer, answerBook)
          if (change instanceof Refusal) return refused(change)
          if (change === 'no-yes') return invalid({ field: 'yes', message: t('profile.research.needs-yes') })
          // Answered in another window a moment ago: what stands there is shown, and can be corrected.
          if (change === 'limit') return fault('conflict', { detail: t('profile.research.there') })
        }
        return redirect(profileLink(language), { done: 'profile.done.research' })
      },
    }),
    routes.form({
      path: `${path}/withdraw`,
      act: 'consent.say',
      who: 'customer',
      body: Type.Object({}),
      handle: async request => {
        const said = await sayResearch(parts, request.visitor.actor, 'withdraw', request.language)
        if (said instanceof Refusal) return refused(said)
        if (said === 'not-asked') return fault('not-found')
        return redirect(profileLink(request.language), { done: 'profile.done.withdrawn' })
      },
    }),
    routes.page({
      ...common,
      path: `${path}/:line`,
      params: lineParams,
      render: request => shown(correctForm(request, request.params.line)),
    }),
    routes.form({
      ...common,
      path: `${path}/:line`,
      params: lineParams,
      body: Type.Object({ answer: code }),
      again: async request => (await correctForm(request, request.params.line)) ?? wholePage(request),
      handle: async request => {
        const { visitor, t, params, body } = request
        const research = await viewResearch(parts, visitor.actor)
        const kind = research && (lineOf(research.lines, params.line)?.contact.kind as Answer['kind'] | undefined)
        if (!kind) return fault('not-found')
        const answer = readAnswer(kind, body.answer ?? '')
        if (!answer) return invalid({ field: 'answer', message: t('profile.fault.answer') })
        const change = await correct(parts, visitor.actor, params.line, answer, { book: answerBook })
        if (change instanceof Refusal) return refused(change)
        if (change === 'unknown') return fault('not-found')
        if (change === 'no-yes') return fault('conflict', { detail: t('profile.research.needs-yes') })
        if (typeof change === 'object' && 'done' in change) return saved(request, change, 'profile.done.saved')
        return shown(correctForm(request, params.line, body.answer))
      },
    }),
    ...lineRoutes(parts, {
      book: answerBook,
      base: 'research',
      conflict: (request, id) => shown(correctForm(request, id)),
    }),
  ]
}

/** What was chosen, and what is wrong with it: an answer that is on no list, or none at all. */
function readAnswers(
  { t }: Asked,
  typed: { occupation?: string; place?: string },
): { answers: Entry[]; faults: FieldFault[] } {
  const answers: Entry[] = []
  const faults: FieldFault[] = []
  for (const kind of questions) {
    const given = typed[kind] ?? ''
    if (given === '') continue
    const answer = readAnswer(kind, given)
    if (answer) answers.push(answer)
    else faults.push({ field: kind, message: t('profile.fault.answer') })
  }
  if (answers.length + faults.length === 0) faults.push({ field: 'occupation', message: t('profile.research.nothing') })
  return { answers, faults }
}
