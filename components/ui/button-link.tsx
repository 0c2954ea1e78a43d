import type { ComponentProps } from 'react'
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style.tsx'
import { Link } from './link.tsx'

export type ButtonLinkProps = ComponentProps<typeof Link> & {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
}

/** A link that looks like a button: it goes somewhere, so it stays a link. */
export function ButtonLink({ variant = 'secondary', size = 'medium', className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={buttonStyle(variant, size, className)} />
}
