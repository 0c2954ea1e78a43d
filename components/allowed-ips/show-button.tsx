'use client'

import { TextCursorInput } from 'lucide-react'
import { Button } from '#components/ui/button'
import type { AllowlistItem } from '#lib/ip/allowlist'
import { usePresses } from './entry-actions.tsx'

/** Goes to the entry in the text and selects it. */
export function ShowButton({ item }: { item: AllowlistItem }) {
  const actions = usePresses()
  // Text that is too long as a whole is no entry to go to.
  if (item.text === '') return null
  const label = `Select ${item.text.slice(0, 50)} in the text`
  return (
    <Button
      variant="ghost"
      size="small"
      aria-label={label}
      title={label}
      onClick={() => actions.show(item)}
      className="-my-1.25 -mr-1.5 w-8 px-0 text-faint"
    >
      <TextCursorInput aria-hidden="true" />
    </Button>
  )
}
