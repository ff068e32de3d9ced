import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { keptMarkup } from './kept.tsx'

describe('markup that is the same for everybody', () => {
  test('is rendered once for its source and name, and goes into a page as it would have without being kept', () => {
    let rendered = 0
    const list = () => {
      rendered += 1
      return (
        <>
          <b>{'a < b'}</b> & <i title={'"'}>c</i>
        </>
      )
    }
    const source = {}
    const page = (of: object, name: string) => renderToString(<p>{keptMarkup(of, name, list)}</p>)
    const plain = renderToString(<p>{list()}</p>)
    rendered = 0
    expect([page(source, 'en'), page(source, 'en')]).toEqual([plain, plain])
    expect(rendered).toBe(1)
    page(source, 'nl')
    page({}, 'en')
    expect(rendered).toBe(3)
  })
})
