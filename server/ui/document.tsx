import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import {
  inLanguage,
  type AnyVisitor,
  type Face,
  type Frame,
  type Language,
  type Page,
  type WebRequest,
} from '../base/http/index.ts'
import { SceneProvider } from './context.tsx'
import { faultPage, sayFault, sayField } from './fault-page.tsx'
import { ErrorSummary } from './form.tsx'
import { Layout, type FrameContent } from './layout.tsx'
import type { Key, Words } from './words.ts'

export interface FaceOptions<V extends AnyVisitor> {
  /** The address of a file for the browser (`assetAddresses`). */
  asset: (name: string) => string
  /** The public address of the site, for canonical links. */
  publicUrl: string
  /** The site's own colours, after those of the product. */
  siteStyle?: string | undefined
  /** What the frame shows to this visitor. */
  frame: (request: WebRequest<V> & Words, frame: Frame) => FrameContent
  /** What the frame has to know before it is drawn. @returns cookies that go with the page */
  before?: Face<V, Words>['before']
  /** Where a fault leads whoever cannot go on. */
  home: (request: WebRequest<V>) => string
  /** Where faults send a stranger to sign in. */
  signIn?: (language: Language) => string
}

/** The face of the server: every page in its frame, every fault in words. */
export function faceOf<V extends AnyVisitor>(options: FaceOptions<V>): Face<V, Words> {
  return {
    ...(options.before ? { before: options.before } : {}),
    document: (page, request, frame) => documentOf(options, page, request, frame),
    faultPage: (fault, request) => faultPage(fault, request, options.home(request), options.signIn?.(request.language)),
    sayFault,
    sayField,
  }
}

function documentOf<V extends AnyVisitor>(
  options: FaceOptions<V>,
  page: Page,
  request: WebRequest<V> & Words,
  frame: Frame,
): string {
  const content = options.frame(request, frame)
  const isSaid = request.done !== undefined && (page.says?.includes(request.done) ?? true)
  const done = content.said ?? (isSaid && request.hasText(request.done!) ? request.t(request.done! as Key) : undefined)
  // The name of the company stands in it once.
  const title = page.title.includes(content.company) ? page.title : `${page.title} – ${content.company}`
  const isWrong = request.faults.length > 0
  const scene = Object.assign(request, { labels: new Map<string, ComponentChildren>() })
  const html = () =>
    renderToString(
      <html lang={request.language}>
        <head>
          <meta charset="utf-8" />
          <title>{isWrong ? request.t('ui.form.title-error', { title }) : title}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <link rel="icon" href={content.logo?.address ?? 'data:,'} />
          <link rel="stylesheet" href={options.asset('style.css')} />
          {options.siteStyle !== undefined && <link rel="stylesheet" href={options.siteStyle} />}
          <script type="module" src={options.asset('enhance.js')} />
          {frame === 'portal' && request.method === 'GET' && (
            <Alternates
              page={page}
              path={request.path}
              origin={new URL(options.publicUrl).origin}
              language={request.language}
              offered={request.languages}
            />
          )}
        </head>
        <body class={`frame-${frame}`}>
          <SceneProvider value={scene}>
            {frame === 'bare' ? (
              <main id="main" class="bare">
                <ErrorSummary />
                {page.body}
              </main>
            ) : (
              <Layout frame={frame} content={content} current={page.current} wide={page.wide} done={done}>
                {page.body}
              </Layout>
            )}
          </SceneProvider>
        </body>
      </html>,
    )
  // the error summary stands above the questions whose names it says: they are known after a first time
  if (isWrong) html()
  const whole = html()
  const lead = leadOf(whole)
  const about =
    lead === undefined
      ? renderToString(<meta name="description" content={request.t('ui.about', { company: content.company })} />)
      : `<meta name="description" content="${lead}"/>`
  return `<!doctype html>${whole.replace('</title>', end => end + about)}`
}

/** The words of the first sentence of a page, escaped as they stand in it: what a list of results shows under its title. */
function leadOf(html: string): string | undefined {
  const lead = /<p class="lead\b[^"]*">(.*?)<\/p>/s.exec(html)?.[1]
  return (
    lead
      ?.replace(/<[^>]*>/g, '')
      .trim()
      .replaceAll('"', '&quot;') || undefined
  )
}

/** The same text in other languages; a language in which it does not exist is not offered to search engines. */
function Alternates({
  page,
  path,
  origin,
  language,
  offered,
}: {
  page: Page
  path: string
  origin: string
  language: Language
  offered: readonly Language[]
}) {
  const [first, ...others] = (page.languages ?? offered).filter(one => offered.includes(one))
  if (first === undefined || page.referrer === 'none' || (page.status ?? 200) >= 400) return null
  const exists = [first, ...others]
  const machine = page.machine && <link rel="alternate" type={page.machine.type} href={origin + page.machine.href} />
  if (offered.length < 2) return machine ?? null
  return (
    <>
      {machine}
      {!exists.includes(language) && <link rel="canonical" href={origin + inLanguage(path, first)} />}
      {exists.map(other => (
        <link key={other} rel="alternate" hreflang={other} href={origin + inLanguage(path, other)} />
      ))}
      <link rel="alternate" hreflang="x-default" href={origin + inLanguage(path, first)} />
    </>
  )
}
