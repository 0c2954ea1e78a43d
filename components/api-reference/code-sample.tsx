'use client'

import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names'
import { CopyButton } from '#components/ui/copy-button'
import { type CodeToken, codeTokens } from './code-tokens.ts'

type CodeSampleProps = {
  code: string
  label: ReactNode
  copyLabel: string
  /** A command breaks where a terminal would, a body between its words. */
  breaks?: 'anywhere' | 'words' | undefined
}

const SHORT_LINES = 12

/** A command or a body, coloured. What is copied is the code itself. For the browser too, so that a page carries its text but once more. */
export function CodeSample({ code, label, copyLabel, breaks = 'words' }: CodeSampleProps) {
  const isLong = code.split('\n').length > SHORT_LINES
  return (
    <figure className="code-sample">
      <figcaption>
        <span className="flex min-w-0 items-center gap-2 font-medium">{label}</span>
        <CopyButton text={code} label={copyLabel} iconOnly size="small" />
      </figcaption>
      <pre
        {...(isLong ? { role: 'group', 'aria-label': copyLabel.replace(/^Copy t/, 'T'), tabIndex: 0 } : {})}
        className={classNames(
          // Within the window, so that it can stay beside what it belongs to; the keyboard scrolls it too.
          isLong && 'max-h-110 overflow-y-auto focus-visible:-outline-offset-2',
          breaks === 'anywhere' && 'break-all',
        )}
      >
        <code>{codeTokens(code).map(coloured)}</code>
      </pre>
    </figure>
  )
}

// A plain function: as components, the thousands of them on a page would take as long as all the rest.
function coloured({ kind, text }: CodeToken, index: number): ReactNode {
  if (kind === 'plain') return text
  return (
    <span key={index} className={colours[kind]}>
      {text}
    </span>
  )
}

const colours = {
  name: 'text-accent-ink',
  text: 'text-success-ink',
  value: 'text-info-ink',
} satisfies Record<Exclude<CodeToken['kind'], 'plain'>, string>
