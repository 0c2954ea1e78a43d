'use client'

import type { ComponentProps } from 'react'
import { classNames } from './class-names.tsx'

export type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'role' | 'onChange' | 'children'> & {
  /** What is on or off, spoken. */
  label: string
  checked: boolean
  onPress: () => void
  /** Work is under way: keeps the focus and swallows further presses. */
  pending?: boolean | undefined
}

/** On or off, at once. The platform's checkbox underneath, so the space bar and voices know it. */
export function Switch({ label, checked, onPress, pending = false, className, ...rest }: SwitchProps) {
  return (
    <span className={classNames('relative inline-grid h-5 w-9 shrink-0 items-center', className)}>
      <input
        {...rest}
        type="checkbox"
        role="switch"
        aria-label={label}
        checked={checked}
        aria-checked={checked}
        aria-busy={pending || undefined}
        onChange={() => (pending ? undefined : onPress())}
        className="peer col-start-1 row-start-1 h-5 w-9 appearance-none rounded-full border border-field bg-sunken transition-colors checked:border-accent checked:bg-accent hover:border-muted checked:hover:bg-accent-hover disabled:opacity-60 aria-busy:opacity-60"
      />
      <span
        aria-hidden="true"
        className="pointer-events-none col-start-1 row-start-1 ml-1 size-3 rounded-full bg-muted transition-[translate,background-color] peer-checked:translate-x-4 peer-checked:bg-on-accent"
      />
    </span>
  )
}
