import type { ReactNode } from 'react'
import { classNames } from './class-names.tsx'
import { CopyButton } from './copy-button.tsx'

export type CodeBlockProps = {
  code: string
  /** What it is: a file name, "curl". Shown above, and names the copy button. */
  label: ReactNode
  copyLabel?: string | undefined
  onCopied?: (() => void) | undefined
  className?: string | undefined
}

/** Wraps instead of scrolling, so that a long key or command can be read whole on a phone. */
export function CodeBlock({ code, label, copyLabel, onCopied, className }: CodeBlockProps) {
  const name = copyLabel ?? (typeof label === 'string' ? `Copy ${label}` : 'Copy')
  return (
    <figure className={classNames('min-w-0 overflow-hidden rounded-lg border border-line bg-sunken', className)}>
      <figcaption className="flex min-h-9 items-center justify-between gap-3 border-line border-b py-0.5 pr-1 pl-3.5 text-muted text-xs">
        <span className="min-w-0 truncate font-medium">{label}</span>
        <CopyButton text={code} label={name} iconOnly size="small" onCopied={onCopied} />
      </figcaption>
      <pre className="whitespace-pre-wrap break-words px-3.5 py-3 font-mono text-[0.8125rem] leading-5.5 [overflow-wrap:anywhere]">
        <code>{code}</code>
      </pre>
    </figure>
  )
}
