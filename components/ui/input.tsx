'use client'

import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.tsx'
import { controlStyle } from './control-style.tsx'
import { useFieldControl } from './field.tsx'

export type InputProps = ComponentProps<'input'> & {
  /** An icon at the start; decoration, not a control. */
  leading?: ReactNode
  /** A control or text at the end, inside the frame. */
  trailing?: ReactNode
}

export function Input({ leading, trailing, className, ...rest }: InputProps) {
  const input = (
    <input
      {...rest}
      {...useFieldControl(rest)}
      className={controlStyle(
        'h-10 px-3 sm:h-9',
        leading ? 'pl-9' : undefined,
        trailing ? 'pr-10' : undefined,
        className,
      )}
    />
  )
  if (!leading && !trailing) return input
  return (
    <div className="relative w-full min-w-0">
      {leading && <span className={slot('left-3 text-faint pointer-events-none [&_svg]:size-4')}>{leading}</span>}
      {input}
      {trailing && <span className={slot('right-1')}>{trailing}</span>}
    </div>
  )
}

const slot = (className: string) => classNames('absolute inset-y-0 flex items-center', className)
