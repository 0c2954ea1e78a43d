import type { ReactNode } from 'react'
import { TextLink } from '#components/ui/text-link'
import { documentImage, documentLink } from '#lib/documents/links'

type DocumentLinkProps = { from: string; href: string; listed: ReadonlySet<string>; children: ReactNode }

/** A link of a document. What is only in the source is named by its path there. */
export function DocumentLink({ from, href, listed, children }: DocumentLinkProps) {
  const link = documentLink(from, href, listed)
  if (link.kind === 'source')
    return (
      <>
        {children} (<code className="code-chip text-[0.8438rem]">{link.path}</code>)
      </>
    )
  if (link.kind === 'page' && !link.href.startsWith('#'))
    return (
      <TextLink href={link.href} prefetch={false}>
        {children}
      </TextLink>
    )
  return (
    <a href={link.href} rel="noreferrer" className={linkStyle}>
      {children}
    </a>
  )
}

export function DocumentImage({ from, src, alt }: { from: string; src: string; alt: string }) {
  const address = documentImage(from, src)
  if (address === null) return alt
  // biome-ignore lint/performance/noImgElement: there is no optimiser here to gain from
  return <img src={address} alt={alt} loading="lazy" className="my-5 rounded-xl border border-line shadow-card" />
}

const linkStyle =
  'rounded-xs font-medium text-accent-ink underline decoration-accent-line underline-offset-3 transition-colors hover:decoration-current'
