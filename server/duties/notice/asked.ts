import type { WebRequest } from '../../base/http/index.ts'
import type { Visitor } from '../../people/index.ts'
import type { Words } from '../../ui/index.ts'

/** A request for a public page. */
export type Asked = WebRequest<Visitor> & Words
