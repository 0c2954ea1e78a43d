import { isImageName } from '#lib/documents/links'
import { readImage } from '#lib/documents/source'

/** A picture of the documents. */
export async function GET(_request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  const { name } = await params
  const image = isImageName(name) ? readImage(name) : null
  if (image === null) return new Response('Not found\n', { status: 404, headers: { 'Content-Type': 'text/plain' } })
  const type = name.endsWith('.png') ? 'image/png' : 'image/webp'
  return new Response(image, { headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=3600' } })
}
