import { Fragment } from 'react'
import { classNames } from '#components/ui/class-names'
import { TextLink } from '#components/ui/text-link'
import { type Inline, inlinesOf, paragraphsOf } from '#lib/openapi/prose'

/** A description from the document, in paragraphs. */
export function Prose({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <div className={classNames('reference-prose', className)}>
      {paragraphsOf(text).map((inlines) => (
        <p key={keyOf(inlines)}>
          <Inlines inlines={inlines} />
        </p>
      ))}
    </div>
  )
}

/** A description in a line of something else. */
export function Line({ text }: { text: string }) {
  return <Inlines inlines={inlinesOf(text)} />
}

function Inlines({ inlines }: { inlines: readonly Inline[] }) {
  return inlines.map((inline, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed text
    <Fragment key={index}>
      <One inline={inline} />
    </Fragment>
  ))
}

function One({ inline }: { inline: Inline }) {
  if (inline.kind === 'code') return <Code>{inline.text}</Code>
  if (inline.kind !== 'link') return inline.text
  return (
    <TextLink href={inline.href} prefetch={false} rel="noreferrer">
      {inline.text}
    </TextLink>
  )
}

export function Code({ children }: { children: string }) {
  return <code className="code-chip">{children}</code>
}

function keyOf(inlines: readonly Inline[]): string {
  return inlines.map(({ text }) => text).join('')
}
