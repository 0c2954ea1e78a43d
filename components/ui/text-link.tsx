import type { ComponentProps } from 'react'
import { classNames } from './class-names.tsx'
import { Link } from './link.tsx'

/** A link inside text. Underlined, because colour alone does not tell a link (WCAG 1.4.1). */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={classNames(
        'rounded-xs font-medium text-accent-ink underline decoration-accent-line underline-offset-3 transition-colors hover:decoration-current',
        className,
      )}
    />
  )
}
