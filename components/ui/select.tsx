'use client'

import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { controlStyle } from './control-style.tsx'
import { useFieldControl } from './field.tsx'

export type SelectProps = Omit<ComponentProps<'select'>, 'children' | 'multiple' | 'size'> & {
  options: readonly { value: string; label: string; disabled?: boolean }[]
}

/** The platform's own list: right on phones, by keyboard and for screen readers without any code of ours. */
export function Select({ options, className, ...rest }: SelectProps) {
  return (
    <div className="relative min-w-0">
      <select
        {...rest}
        {...useFieldControl(rest)}
        className={controlStyle('h-10 appearance-none pr-9 pl-3 sm:h-9', className)}
      >
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled} className="bg-raised text-ink">
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-faint"
      />
    </div>
  )
}
