'use client'

import type { ComponentProps, MouseEvent } from 'react'
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style.tsx'
import { classNames } from './class-names.tsx'
import { Spinner } from './spinner.tsx'

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  /** Work is under way: shows a ring, keeps width, focus and name, and swallows further presses. */
  pending?: boolean | undefined
}

export function Button({
  variant = 'secondary',
  size = 'medium',
  pending = false,
  type = 'button',
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  // A `disabled` button drops the focus; a pending one must keep it, so the press is swallowed instead.
  const press = (event: MouseEvent<HTMLButtonElement>) => (pending ? event.preventDefault() : onClick?.(event))
  return (
    <button
      {...rest}
      type={type}
      onClick={press}
      aria-busy={pending || undefined}
      aria-disabled={pending || rest['aria-disabled']}
      className={buttonStyle(variant, size, className)}
    >
      <span className={classNames('inline-flex min-w-0 items-center gap-[inherit]', pending && 'opacity-0')}>
        {children}
      </span>
      {pending && <Spinner className="absolute" />}
    </button>
  )
}
