'use client'

import type { ComponentProps } from 'react'
import { controlStyle } from './control-style.tsx'
import { useFieldControl } from './field.tsx'

export type TextareaProps = ComponentProps<'textarea'>

/** Grows with what is typed (`field-sizing`), between `rows` and the `max-h-*` of its class name. */
export function Textarea({ className, rows = 3, ...rest }: TextareaProps) {
  return (
    <textarea
      {...rest}
      rows={rows}
      {...useFieldControl(rest)}
      className={controlStyle('field-sizing-content min-h-20 max-h-96 resize-y px-3 py-2', className)}
    />
  )
}
