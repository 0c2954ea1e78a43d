import type { ComponentProps, ReactNode } from 'react'
import Markdown, { type Components, type ExtraProps } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { classNames } from '#components/ui/class-names'
import { DocumentImage, DocumentLink } from './document-link.tsx'
import { headingAnchors, textOf } from './heading-anchors.ts'
import { Listing } from './listing.tsx'
import { scrolling } from './scrolling.ts'

export type DocumentTextProps = {
  /** For example `guides/cli`: what relative links start from. */
  path: string
  markdown: string
  listed: ReadonlySet<string>
}

/** A document's text. HTML inside of it is left out, and nothing of it becomes a style attribute. */
export function DocumentText({ path, markdown, listed }: DocumentTextProps) {
  return (
    <div className="min-w-0 text-[0.9375rem] leading-7 [&>:first-child]:mt-0">
      <Markdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[headingAnchors]}
        skipHtml
        components={{
          ...looks,
          a: ({ href = '', children }) => (
            <DocumentLink from={path} href={href} listed={listed}>
              {children}
            </DocumentLink>
          ),
          img: ({ src, alt = '' }) => <DocumentImage from={path} src={String(src ?? '')} alt={alt} />,
        }}
      >
        {markdown}
      </Markdown>
    </div>
  )
}

const looks: Components = {
  h2: ({ id, children }) => (
    <Heading as="h2" id={id} className="mt-12 mb-3 border-line border-b pb-2 font-semibold text-xl">
      {children}
    </Heading>
  ),
  h3: ({ id, children }) => (
    <Heading as="h3" id={id} className="mt-8 mb-2 font-semibold text-lg">
      {children}
    </Heading>
  ),
  h4: ({ id, children }) => (
    <Heading as="h4" id={id} className="mt-6 mb-1 font-semibold text-base">
      {children}
    </Heading>
  ),
  p: ({ children }) => <p className="my-4 [li>&]:my-2">{children}</p>,
  ul: ({ children }) => <ul className="my-4 list-disc space-y-1.5 pl-5 marker:text-faint [li>&]:my-2">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="my-4 list-decimal space-y-1.5 pl-6 marker:text-faint [li>&]:my-2">
      {children}
    </ol>
  ),
  li: ({ children }) => <li className="pl-1">{children}</li>,
  strong: ({ children }) => <strong className="font-semibold text-ink">{children}</strong>,
  blockquote: ({ children }) => (
    <blockquote className="my-5 rounded-xl border border-info-line bg-info-wash px-5 text-info-ink">
      {children}
    </blockquote>
  ),
  hr: () => <hr className="my-10 border-line" />,
  code: ({ children }) => <code className="code-chip text-[0.8438rem]">{children}</code>,
  pre: ({ node }) => {
    const [code] = node?.children ?? []
    const classes = code?.type === 'element' ? code.properties.className : undefined
    const [name = ''] = Array.isArray(classes) ? classes : []
    const text = code?.type === 'element' ? textOf(code).replace(/\n$/, '') : ''
    return <Listing code={text} language={String(name).replace(/^language-/, '')} />
  },
  table: ({ node, children }) => (
    <div
      {...scrolling(`Table: ${node ? headOf(node) : ''}`)}
      className="my-5 overflow-x-auto rounded-xl border border-line bg-surface shadow-card"
    >
      <table className="w-full border-collapse text-left text-sm">{children}</table>
    </div>
  ),
  thead: ({ children }) => <thead className="border-line border-b bg-sunken/60 empty:hidden">{children}</thead>,
  tbody: ({ children }) => <tbody className="divide-y divide-line">{children}</tbody>,
  th: (props) => (
    <th scope="col" className={cellStyle(props, 'whitespace-nowrap px-4 py-2.5 font-medium text-muted text-xs')}>
      {props.children}
    </th>
  ),
  td: (props) => (
    <td className={cellStyle(props, 'min-w-24 px-4 py-2.5 align-top leading-6 sm:[&_code]:whitespace-nowrap')}>
      {props.children}
    </td>
  ),
}

type HeadingProps = { as: 'h2' | 'h3' | 'h4'; id: string | undefined; className: string; children: ReactNode }

function Heading({ as: Tag, id, className, children }: HeadingProps) {
  return (
    <Tag id={id} className={classNames('group/heading scroll-mt-28 lg:scroll-mt-6', className)}>
      {children}
      <a
        href={`#${id}`}
        aria-label="Link to this part"
        className="ml-2 rounded-sm font-normal text-faint opacity-0 transition-opacity hover:text-accent-ink focus-visible:opacity-100 group-hover/heading:opacity-100"
      >
        #
      </a>
    </Tag>
  )
}

/** Markdown's alignment comes as a style, which the policy of the page forbids. */
function cellStyle({ style }: ComponentProps<'td'> & ExtraProps, className: string): string {
  return classNames(className, style?.textAlign === 'right' && 'figures whitespace-nowrap text-right')
}

function headOf(table: Parameters<typeof textOf>[0]): string {
  const [head] = table.children?.filter(({ tagName }) => tagName === 'thead') ?? []
  return head === undefined
    ? ''
    : textOf(head)
        .replaceAll(/\s*\n\s*/g, ', ')
        .replaceAll(/^[, ]+|[, ]+$/g, '')
}
