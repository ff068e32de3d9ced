/** The description of all calls, and the pages that the types of problems lead to. */
import { Type } from 'typebox'
import { callsOf, endsOf, fault, isFaultCode, link, redirect, reply, statusOfFault } from '../../base/http/index.ts'
import type { Page, Route, WebRequest } from '../../base/http/index.ts'
import { routes } from '../../people/index.ts'
import type { Gate } from '../../policy/gate.ts'
import { refusalCodes } from '../../policy/refusal.ts'
import { DefinitionList, problemDetail, problemTitle, T, type Words } from '../../ui/index.ts'
import { describe } from './facts.ts'

/** What this part is given. */
export interface ReferenceParts {
  gate: Gate
  words(language: 'en'): Words
  publicUrl: string
  version: string
  /** Every route of the product; filled once all are made. */
  doors: readonly Route[]
}

type Asked = WebRequest<unknown> & Words

const open = { act: 'public', who: 'anyone' } as const
const code = Type.Object({ code: Type.String({ maxLength: 60 }) })
const documentAt = '/api/openapi.json'

/** `GET /api/openapi.json` and `/problems/<code>`, which leads to the page in the visitor's language. */
export function referenceRoutes(parts: ReferenceParts): Route[] {
  let described: { hash: string; document: unknown } | undefined
  /** Made anew when another policy is in force. */
  function current(): unknown {
    const { compiled } = parts.gate.policy()
    if (described?.hash !== compiled.hash) {
      const { loaded, declarations } = compiled
      const { doors, version, publicUrl } = parts
      const given = { routes: doors, acts: declarations.acts, version, publicUrl, words: parts.words('en'), loaded }
      described = { hash: compiled.hash, document: describe(given) }
    }
    return described.document
  }
  return [
    routes.api({
      ...open,
      method: 'GET',
      path: documentAt,
      name: 'reference.openapi',
      summary: 'This description of all calls (OpenAPI 3.1).',
      response: Type.Unknown(),
      handle: () => reply(current()),
    }),
    routes.page({
      ...open,
      path: '/problems/:code',
      params: code,
      render: ({ params, language }) => redirect(link(language, 'problems', params.code)),
    }),
    routes.page({
      ...open,
      path: '/:lang/problems/:code',
      params: code,
      render: request => problemPage(request, request.params.code, parts.doors) ?? fault('not-found'),
    }),
  ]
}

/** What a code means, with which status it comes, and which calls can end with it. */
function problemPage(request: Asked, asked: string, doors: readonly Route[]): Page | undefined {
  const { t } = request
  const ways = callsOf(doors).flatMap(route =>
    [...endsOf(route, refusalCodes)].flatMap(([status, codes]) => (codes.includes(asked) ? [{ route, status }] : [])),
  )
  const status = isFaultCode(asked) ? statusOfFault(asked) : ways[0]?.status
  const title = problemTitle(asked, request)
  if (status === undefined || title === undefined) return undefined
  return {
    title,
    body: (
      <>
        <h1>{title}</h1>
        <p class="lead">{problemDetail(asked, request) ?? t('problems.page.lead')}</p>
        <DefinitionList
          items={[
            { term: t('problems.page.code'), value: <code>{asked}</code> },
            { term: t('problems.page.status'), value: String(status) },
          ]}
        />
        <h2>{t('problems.page.calls')}</h2>
        {ways.length === 0 ? (
          <p>{t('problems.page.none')}</p>
        ) : (
          <ul>
            {ways.map(({ route }) => (
              <li key={`${route.method} ${route.path}`}>
                <code>
                  {route.method} {route.path.replace(/:(\w+)/g, '{$1}')}
                </code>{' '}
                <span lang="en">{route.summary?.replaceAll('`', '')}</span>
              </li>
            ))}
          </ul>
        )}
        <p>
          <T k="problems.page.document" parts={{ document: words => <a href={documentAt}>{words}</a> }} />
        </p>
      </>
    ),
  }
}
