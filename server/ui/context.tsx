import { createContext, Fragment, type ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import type { FieldFault, Language, Typed } from '../base/http/index.ts'
import type { Key, Values, Words } from './words.ts'

/** What the parts of a page need to know about the request; `document` provides it. */
export interface Scene extends Words {
  readonly language: Language
  readonly languages: readonly Language[]
  readonly path: string
  readonly typed: Typed
  readonly faults: readonly FieldFault[]
  readonly csrf: string
  readonly clock: { now(): Date }
  /** What the questions of this page are called: the error summary stands above them and names them. */
  readonly labels: Map<string, ComponentChildren>
}

const SceneContext = createContext<Scene | undefined>(undefined)
export const SceneProvider = SceneContext.Provider

/** The scene of the page that is being rendered. */
export function useScene(): Scene {
  const scene = useContext(SceneContext)
  if (!scene) throw new Error('Parts are rendered inside a document')
  return scene
}

export interface TextProps {
  k: Key
  with?: Values
  /** Elements inside the sentence: `<policy>…</policy>` in the text becomes what `parts.policy` makes of the words between. */
  parts?: Readonly<Record<string, (words: string) => ComponentChildren>>
}

/** A text by its key. A text that had to fall back to English says so with `lang` (WCAG 3.1.2). */
export function T({ k, with: values, parts }: TextProps) {
  const scene = useScene()
  const { text, language } = scene.say(k, values)
  const content = parts ? woven(text, parts) : text
  return language === scene.language ? <>{content}</> : <span lang={language}>{content}</span>
}

function woven(text: string, parts: NonNullable<TextProps['parts']>): ComponentChildren {
  return text.split(/(<(?:[a-z-]+)>.*?<\/[a-z-]+>)/).map((piece, place) => {
    const [, name, words] = /^<([a-z-]+)>(.*)<\/\1>$/.exec(piece) ?? []
    return <Fragment key={place}>{name !== undefined && parts[name] ? parts[name](words ?? '') : piece}</Fragment>
  })
}
