/** What every part of the product declares that it holds and does. Tests get it from test/setup.ts: this reads the whole product. */
export { declarations } from '../server/app.ts'
