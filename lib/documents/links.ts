import { posix } from 'node:path'

/** Where a link of a document leads on the site. */
export type DocumentLink =
  | { readonly kind: 'page' | 'outside'; readonly href: string }
  /** A file that is only in the source, by its path there. */
  | { readonly kind: 'source'; readonly path: string }

/**
 * @param from the page that has the link, for example `guides/cli`
 * @param href as it is written
 * @param listed the paths of all pages of the site
 */
export function documentLink(from: string, href: string, listed: ReadonlySet<string>): DocumentLink {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return { kind: 'outside', href }
  if (/^[#/]/.test(href)) return { kind: 'page', href }
  const [file = '', anchor] = href.split('#', 2)
  const path = posix.join('docs', posix.dirname(from), file)
  const page = path.replace(/^docs\//, '').replace(/\.md$/, '')
  const tail = anchor === undefined ? '' : `#${anchor}`
  if (path === 'docs/README.md') return { kind: 'page', href: `/docs${tail}` }
  if (listed.has(page)) return { kind: 'page', href: `/docs/${page}${tail}` }
  return { kind: 'source', path }
}

/** The address of a picture that a document shows, or null for one that is not below docs/images. */
export function documentImage(from: string, src: string): string | null {
  const path = posix.join(posix.dirname(from), src)
  return isImageName(path.replace(/^images\//, '')) && path.startsWith('images/') ? `/docs/${path}` : null
}

/** A name that cannot leave its folder, of a kind that holds no script. */
export function isImageName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]*\.(png|webp)$/.test(name)
}
