'use client'

import { Check, Copy, TriangleAlert } from 'lucide-react'
import { type MouseEvent, useEffect, useRef, useState } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { copyText } from './copy.tsx'
import { IconButton } from './icon-button.tsx'

export type CopyButtonProps = Omit<ButtonProps, 'children' | 'onClick' | 'onCopy'> & {
  text: string
  /** What is copied, as the button's name: "Copy key". */
  label?: string | undefined
  /** Only the icon, with the name as tooltip. */
  iconOnly?: boolean | undefined
  onCopied?: (() => void) | undefined
}

type Outcome = 'idle' | 'copied' | 'failed'

const spoken = { idle: '', copied: 'Copied', failed: 'Copying failed. Select the text and copy it by hand.' }
const icons = { idle: <Copy />, copied: <Check className="text-success-ink" />, failed: <TriangleAlert /> }
const SHOWN_MS = 2000

/** The name never changes while it confirms, so a voice or a script that looks for it finds it again. */
export function CopyButton({ text, label = 'Copy', iconOnly = false, onCopied, ...rest }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>('idle')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const copy = async (event: MouseEvent<HTMLButtonElement>) => {
    const copied = await copyText(text, event.currentTarget)
    setOutcome(copied ? 'copied' : 'failed')
    if (copied) onCopied?.()
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOutcome('idle'), copied ? SHOWN_MS : 4 * SHOWN_MS)
  }

  return (
    <span className="inline-flex shrink-0">
      {iconOnly ? (
        <IconButton {...rest} label={label} icon={icons[outcome]} onClick={copy} />
      ) : (
        <Button {...rest} onClick={copy}>
          {icons[outcome]}
          {label}
        </Button>
      )}
      <span role="status" className="spoken">
        {spoken[outcome]}
      </span>
    </span>
  )
}
