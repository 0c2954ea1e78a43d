'use client'

import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { controlStyle } from './control-style.tsx'
import { useFieldControl } from './field.tsx'

type Choice = { value: string; label: string; disabled?: boolean }

export type SelectProps = Omit<ComponentProps<'select'>, 'children' | 'multiple' | 'size'> & {
  options: readonly Choice[]
  /** More options, each under a heading. */
  groups?: readonly { label: string; options: readonly Choice[] }[]
}

/** The platform's own list: right on phones, by keyboard and for screen readers without any code of ours. */
export function Select({ options, groups = [], className, ...rest }: SelectProps) {
  return (
    <div className="relative min-w-0">
      <select
        {...rest}
        {...useFieldControl(rest)}
        className={controlStyle('h-10 appearance-none pr-9 pl-3 sm:h-9', className)}
      >
        {options.map(asOption)}
        {groups.map(({ label, options: grouped }) => (
          <optgroup key={label} label={label} className="bg-raised text-ink">
            {grouped.map(asOption)}
          </optgroup>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-faint"
      />
    </div>
  )
}

function asOption({ value, label, disabled }: Choice) {
  return (
    <option key={value} value={value} disabled={disabled} className="bg-raised text-ink">
      {label}
    </option>
  )
}
