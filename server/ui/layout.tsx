import type { ComponentChildren } from 'preact'
import { inLanguage, link, type Frame, type Language } from '../base/http/index.ts'
import { useScene } from './context.tsx'
import { ErrorSummary, Form } from './form.tsx'
import { Notice } from './parts.tsx'

/** An image, and how its sides relate. */
export interface Mark {
  address: string
  width: number
  height: number
}

/** A link of the main menu. */
export interface NavigationItem {
  href: string
  label: string
}

/** What the frame shows of the company and of who is signed in. */
export interface FrameContent {
  company: string
  /** Its own logo, as an image; undefined: that of the product. */
  logo?: Mark | undefined
  /** In a demonstration every page says that company and people are fictional, and leads back to where it starts. */
  demo?: { start: string } | undefined
  /** The name of who is signed in, and where the sign-out form goes. */
  signedIn?: { name: string; signOut: string } | undefined
  /** Where a colleague chooses the language of the console, whose addresses name none. */
  languageAction?: string | undefined
  /** Where a stranger signs in. */
  signIn?: string | undefined
  navigation: readonly NavigationItem[]
  /** Where the logo leads. */
  home: string
  /** The policy, where it is read in another language than the page: what the link says then. */
  policy?: { label: string; hreflang: Language } | undefined
  /** A question to everybody, above the header. */
  above?: ComponentChildren
  /** What was just done, where the frame says it better than the sentence alone. */
  said?: ComponentChildren
  /** A change that every page tells of, with where to read what it is. */
  announcement?: { says: string; link: string; href: string } | undefined
}

const ownNames: Readonly<Record<Language, string>> = { en: 'English', nl: 'Nederlands', fr: 'Français', de: 'Deutsch' }

/** The frame of every page: skip link, header, menu, main, footer (pages.md: global frame). */
export function Layout({
  frame,
  content,
  current,
  wide,
  done,
  children,
}: {
  frame: Frame
  content: FrameContent
  current?: string | undefined
  wide?: boolean | undefined
  done?: ComponentChildren
  children: ComponentChildren
}) {
  const { t } = useScene()
  const isConsole = frame === 'console'
  return (
    <>
      <a class="skip" href="#main">
        {t('ui.skip')}
      </a>
      {content.above}
      <header class="site-header">
        <div class="site-header-inner">
          <a class="logo" href={content.home}>
            <Logo logo={content.logo} />
            <span>{content.company}</span>
          </a>
          <Account content={content} />
          {isConsole ? <LanguageChoice action={content.languageAction} /> : <LanguageMenu />}
        </div>
        {!isConsole && <Menu items={content.navigation} current={current} class="main-menu" />}
      </header>
      {content.announcement && (
        <aside class="announcement" aria-label={content.announcement.says}>
          <p>
            {content.announcement.says} <a href={content.announcement.href}>{content.announcement.link}</a>
          </p>
        </aside>
      )}
      <div class={isConsole ? 'body-console' : 'body-portal'}>
        {isConsole && <Menu items={content.navigation} current={current} class="side-menu" find={t('ui.form.find')} />}
        <main id="main" tabIndex={-1} class={wide || isConsole ? 'wide' : undefined}>
          {done !== undefined && (
            <Notice tone="ok" status>
              {done}
            </Notice>
          )}
          <ErrorSummary />
          {children}
        </main>
      </div>
      <Footer demo={content.demo} policy={content.policy} />
    </>
  )
}

function Menu(props: { items: readonly NavigationItem[]; current: string | undefined; class: string; find?: string }) {
  const { t } = useScene()
  if (props.items.length === 0) return null
  return (
    <nav class={props.class} aria-label={t('ui.menu')} data-find={props.find}>
      <ul>
        {props.items.map(item => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.href === props.current ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The name stands beside it, so it says nothing more to whoever does not see it. */
function Logo({ logo }: { logo: Mark | undefined }) {
  if (logo) {
    const height = 32
    const width = Math.max(1, Math.round((logo.width / logo.height) * height))
    return <img class="own-mark" src={logo.address} alt="" width={width} height={height} />
  }
  return (
    <svg class="mark" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false">
      <path d="M12 2l8 3v6c0 5-3.4 9-8 11-4.6-2-8-6-8-11V5z" fill="currentColor" />
      <path
        d="M7.5 12.5c1.5-2 3-2 4.5 0s3 2 4.5 0"
        fill="none"
        stroke="var(--ground)"
        stroke-width="2"
        stroke-linecap="round"
      />
    </svg>
  )
}

/** Plain links, each in its own language; the same page where it exists. */
function LanguageMenu() {
  const { t, language, languages, path } = useScene()
  if (languages.length < 2) return null
  // A page whose address names no language has one for each reader, and nothing to choose.
  if (inLanguage(path, language) === inLanguage(path, language === 'en' ? 'nl' : 'en')) return null
  return (
    <nav class="languages" aria-label={t('ui.language')}>
      <ul>
        {languages.map(other => (
          <li key={other}>
            <a
              href={inLanguage(path, other)}
              hreflang={other}
              lang={other}
              aria-current={other === language ? 'true' : undefined}
            >
              {ownNames[other]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Buttons, each in its own language: what is chosen is kept with who is signed in. */
function LanguageChoice({ action }: { action: string | undefined }) {
  const { t, language, languages } = useScene()
  if (action === undefined || languages.length < 2) return null
  return (
    <nav class="languages" aria-label={t('ui.language')}>
      <Form action={action}>
        <ul>
          {languages.map(other => (
            <li key={other}>
              <button
                type="submit"
                class="button button-plain"
                name="language"
                value={other}
                lang={other}
                aria-current={other === language ? 'true' : undefined}
              >
                {ownNames[other]}
              </button>
            </li>
          ))}
        </ul>
      </Form>
    </nav>
  )
}

function Account({ content }: { content: FrameContent }) {
  const { t } = useScene()
  if (content.signedIn) {
    return (
      <div class="who">
        <span class="who-name">{t('ui.signed-in-as', { name: content.signedIn.name })}</span>
        <Form action={content.signedIn.signOut}>
          <button type="submit" class="button button-plain">
            {t('ui.sign-out')}
          </button>
        </Form>
      </div>
    )
  }
  return content.signIn === undefined ? null : (
    <div class="who">
      <a class="button button-plain" href={content.signIn}>
        {t('ui.sign-in')}
      </a>
    </div>
  )
}

/** Help stands in the same place on every page (WCAG 3.2.6). */
function Footer({ demo, policy }: Pick<FrameContent, 'demo' | 'policy'>) {
  const { t, language } = useScene()
  return (
    <footer class="site-footer">
      <div class="site-footer-inner">
        <nav aria-label={t('ui.footer.label')}>
          <ul>
            <li>
              <a href={link(language, 'privacy')} hreflang={policy?.hreflang}>
                {policy?.label ?? t('ui.footer.privacy')}
              </a>
            </li>
            <li>
              <a href={link(language, 'cookies')}>{t('ui.footer.cookies')}</a>
            </li>
            <li>
              <a href={link(language, 'accessibility')}>{t('ui.footer.accessibility')}</a>
            </li>
            <li>
              <a href={link(language, 'contact')}>{t('ui.footer.contact')}</a>
            </li>
            <li>
              <a href={`${link(language, 'contact')}?topic=privacy`}>{t('ui.footer.question')}</a>
            </li>
          </ul>
        </nav>
        {demo && (
          <p class="demo">
            {t('ui.footer.demo')} <a href={demo.start}>{t('ui.footer.start')}</a>
          </p>
        )}
      </div>
    </footer>
  )
}
