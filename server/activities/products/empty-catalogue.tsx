/** What stands where products could be registered, while the company has listed none. */
import { link, type Page } from '../../base/http/index.ts'
import { Card, T } from '../../ui/index.ts'
import { productLink, type Asked } from './words.tsx'

/** Says it, and whom to ask. */
export function EmptyCatalogue({ request: { t, language } }: { request: Asked }) {
  return (
    <Card title={t('products.empty.catalogue-title')}>
      <p>
        <T
          k="products.empty.catalogue-text"
          parts={{ contact: words => <a href={link(language, 'contact')}>{words}</a> }}
        />
      </p>
    </Card>
  )
}

/** In the place of every page on which something is registered. */
export function emptyCataloguePage(request: Asked): Page {
  const title = request.t('products.register.title')
  return {
    title,
    current: productLink(request.language),
    body: (
      <>
        <h1>{title}</h1>
        <EmptyCatalogue request={request} />
        <p>
          <a href={productLink(request.language)}>{request.t('products.do.back')}</a>
        </p>
      </>
    ),
  }
}
