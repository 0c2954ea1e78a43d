'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.tsx'

export type SwitchProps = Omit<ComponentProps<'input'>, 'type' | 'role' | 'children'> & {
  label: ReactNode
  description?: ReactNode
}

/** On or off, at once. Something that waits for "Save" is a Checkbox. */
export function Switch({ label, description, className, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <div className={classNames('flex items-start justify-between gap-4', className)}>
      <div className="min-w-0">
        <label htmlFor={rest.id ?? id} className="font-medium">
          {label}
        </label>
        {description && (
          <p id={`${id}-description`} className="text-muted">
            {description}
          </p>
        )}
      </div>
      <span className="relative mt-px inline-flex shrink-0">
        <input
          {...rest}
          id={rest.id ?? id}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox carries its own checked state (ARIA in HTML §4)
          role="switch"
          aria-describedby={description ? `${id}-description` : undefined}
          className="peer h-6 w-10.5 appearance-none rounded-full border border-field bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:opacity-50"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1 left-1 size-4 rounded-full bg-muted transition-[translate,background-color] peer-checked:translate-x-4.5 peer-checked:bg-on-accent"
        />
      </span>
    </div>
  )
}
