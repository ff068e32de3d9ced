import { Type, type Static, type TSchema } from 'typebox'
import type { Outcome, Page, Redirect, FileAnswer, Invalid, Refused, Reply } from './outcome.ts'
import type { WebRequest } from './request.ts'
import type { FileFields } from './upload.ts'

/** Whoever sends a request. A slice adds what it knows; `base` needs only this much. */
export interface AnyVisitor {
  /** `stranger` is nobody signed in; every other kind is the application's own word. */
  readonly kind: string
  /** Present when a cookie identifies the visitor: form tokens are bound to it. Any secret-free identifier of the session. */
  readonly session?: string | undefined
  /** The language of pages that have none in their address (the console), and of the API. */
  readonly language?: string | undefined
  /**
   * Present when the request came with a key of a program instead of a cookie: such a visitor is let into routes that name its
   * kind and into no others, not even those for anyone. `unknown`: the key opens nothing (any more); a number: it has asked too
   * often, and the seconds to wait.
   */
  readonly program?: 'known' | 'unknown' | number | undefined
  /** Recognised by what no browser sends by itself (an access token in a header): nobody else can have made it ask. */
  readonly bearer?: true | undefined
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a route is, as data. The server reads it, and so do the OpenAPI generator and the table of doors. */
export interface Route {
  readonly kind: 'page' | 'form' | 'api' | 'file'
  readonly method: Method
  /** `/:lang/…` pages exist in every language; the words of the path are spelled per language (address.ts). */
  readonly path: string
  /** The act that it serves, or `public` when no personal data is touched. */
  readonly act: string
  /** A kind of visitor, or `anyone`. */
  readonly who: string
  readonly query: TSchema | undefined
  readonly params: TSchema | undefined
  readonly body: TSchema | undefined
  readonly response: TSchema
  /** Problem code → status, for the ways in which an API call can end. */
  readonly problems: Readonly<Record<string, number>>
  /** With which statuses it answers when it ends well; an API call's own. */
  readonly statuses: readonly number[]
  /** What programs call it: `<part>.<what>`; absent: made from its address (ends.ts). */
  readonly name: string | undefined
  /** Which frame a fault of this route is shown in, and its language menu. */
  readonly frame: Frame
  /** The files that a form takes; it is then sent as multipart/form-data, the token first. */
  readonly files: FileFields | undefined
  /** Bytes; default 64 KiB. */
  readonly bodyLimit: number | undefined
  /** Why no form token is asked for, e.g. `RFC 8058 one-click`. */
  readonly withoutToken: string | undefined
  /** Taken only where the browser itself says that one of our pages sends it: what stands in for a token where none can be. */
  readonly fromHere: boolean
  /** A program with an access token of this scope may make the call for whoever allowed it; absent: none may. */
  readonly scope: string | undefined
  /** One line for the API reference. */
  readonly summary: string | undefined
  /** Content type of a `file` route. */
  readonly type: string | undefined
  readonly run: (request: never) => Promise<Outcome> | Outcome
  readonly again: ((request: never) => Promise<Page> | Page) | undefined
}

export type Frame = 'portal' | 'console' | 'bare'

/** The contract of every page: an HTML document. */
export const htmlContract = Type.String({ contentMediaType: 'text/html' })

type Of<S extends TSchema | undefined> = S extends TSchema ? Static<S> : Record<never, never>
type Promised<T> = T | Promise<T>
/** The visitors that a route lets in; a program with a key is nobody whom `anyone` means. */
export type VisitorOf<V extends AnyVisitor, Who extends string> = Who extends 'anyone'
  ? Exclude<V, { program: 'known' | number }>
  : Extract<V, { kind: Who }>

interface Common<Who, P, Q> {
  path: string
  act: string
  who: Who
  params?: P
  query?: Q
  bodyLimit?: number
}

/**
 * The builders of routes for one application.
 * @typeParam V every kind of visitor, told apart by `kind`
 * @typeParam W what `words(language)` of `createServer` gives; its members are on every request
 */
export function routesFor<V extends AnyVisitor, W extends object = object>() {
  type Who = 'anyone' | V['kind']
  type Ask<
    O extends Who,
    P extends TSchema | undefined,
    Q extends TSchema | undefined,
    B extends TSchema | undefined,
  > = WebRequest<VisitorOf<V, O>, Of<P>, Of<Q>, Of<B>> & W

  const base = {
    query: undefined,
    params: undefined,
    body: undefined,
    problems: {},
    statuses: [200],
    name: undefined,
    frame: 'portal' as Frame,
    files: undefined,
    bodyLimit: undefined,
    withoutToken: undefined,
    fromHere: false,
    scope: undefined,
    summary: undefined,
    type: undefined,
    again: undefined,
  }

  return {
    /** A page: GET, HTML. */
    page<const O extends Who, P extends TSchema | undefined = undefined, Q extends TSchema | undefined = undefined>(
      declared: Common<O, P, Q> & {
        frame?: Frame
        render: (request: Ask<O, P, Q, undefined>) => Promised<Page | Redirect | Refused | Reply>
      },
    ): Route {
      const { render, ...rest } = declared
      return {
        ...base,
        frame: frameOf(rest.path),
        ...rest,
        kind: 'page',
        method: 'GET',
        response: htmlContract,
        run: render,
      }
    },

    /**
     * A form post. `again` is the page that the form stands on: it is shown with 422, the faults and what was typed
     * when a field is wrong, and with 403 when the form token is.
     */
    form<
      const O extends Who,
      P extends TSchema | undefined = undefined,
      Q extends TSchema | undefined = undefined,
      B extends TSchema = TSchema,
    >(
      declared: Common<O, P, Q> & {
        body: B
        files?: FileFields
        frame?: Frame
        withoutToken?: string
        fromHere?: true
        again?: (request: Ask<O, P, Q, undefined>) => Promised<Page>
        handle: (request: Ask<O, P, Q, B>) => Promised<Page | Redirect | Invalid | Refused | Reply | FileAnswer>
      },
    ): Route {
      const { handle, ...rest } = declared
      return {
        ...base,
        frame: frameOf(rest.path),
        ...rest,
        kind: 'form',
        method: 'POST',
        response: htmlContract,
        run: handle,
      }
    },

    /** A JSON call. What it returns is serialised by the response schema: a member that is not in it does not leave. */
    api<
      const O extends Who,
      R extends TSchema,
      P extends TSchema | undefined = undefined,
      Q extends TSchema | undefined = undefined,
      B extends TSchema | undefined = undefined,
    >(
      declared: Common<O, P, Q> & {
        method: Method
        body?: B
        response: R
        problems?: Readonly<Record<string, number>>
        /** default 200 alone */
        statuses?: readonly number[]
        name?: string
        summary?: string
        withoutToken?: string
        fromHere?: true
        handle: (request: Ask<O, P, Q, B>) => Promised<Reply<Static<R>> | Invalid | Refused>
      },
    ): Route {
      const { handle, ...rest } = declared
      return { ...base, ...rest, kind: 'api', run: handle }
    },

    /** Anything that is neither a page nor JSON: text, CSV, a download. */
    file<const O extends Who, P extends TSchema | undefined = undefined, Q extends TSchema | undefined = undefined>(
      declared: Common<O, P, Q> & {
        type: string
        /** What the document is, where a program may want to know: one in JSON. Otherwise text. */
        response?: TSchema
        name?: string
        summary?: string
        problems?: Readonly<Record<string, number>>
        answer: (request: Ask<O, P, Q, undefined>) => Promised<FileAnswer | Redirect | Refused | Reply>
      },
    ): Route {
      const { answer, ...rest } = declared
      const response = rest.response ?? Type.String({ contentMediaType: rest.type })
      return { ...base, frame: frameOf(rest.path), ...rest, kind: 'file', method: 'GET', response, run: answer }
    },
  }
}

const frameOf = (path: string): Frame => (path.startsWith('/console') ? 'console' : 'portal')
