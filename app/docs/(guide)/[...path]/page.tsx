import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DocumentPageView } from '#components/docs/document-page'
import { neighboursOf } from '#lib/documents/contents'
import { library } from '#lib/documents/source'

type Params = Promise<{ path: string[] }>

const pageAt = async (params: Params) => library().pages.get((await params).path.join('/'))

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const page = await pageAt(params)
  return page === undefined ? { title: 'Page not found' } : { title: page.title, description: page.description }
}

export default async function DocumentRoute({ params }: { params: Params }) {
  const page = await pageAt(params)
  const { contents, pages } = library()
  const neighbours = page === undefined ? null : neighboursOf(contents, page.path)
  if (page === undefined || neighbours === null) notFound()
  return <DocumentPageView page={page} neighbours={neighbours} listed={new Set(pages.keys())} />
}
