import { classNames } from './class-names.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'small' | 'medium' | 'large'

const variants = {
  primary: 'bg-accent text-on-accent shadow-control hover:bg-accent-hover',
  secondary: 'border border-line-strong bg-surface text-ink shadow-control hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-ink',
  danger: 'bg-danger-solid text-white shadow-control hover:bg-danger-hover',
} satisfies Record<ButtonVariant, string>

const sizes = {
  small: 'h-8 gap-1.5 rounded-md px-2.5 text-sm [&_svg]:size-3.5',
  medium: 'h-9 gap-2 rounded-lg px-3.5 text-sm [&_svg]:size-4',
  large: 'h-11 gap-2 rounded-lg px-5 text-base [&_svg]:size-4.5',
} satisfies Record<ButtonSize, string>

/** The look shared by buttons and by links that look like them. */
export function buttonStyle(variant: ButtonVariant, size: ButtonSize, className?: string): string {
  return classNames(
    'relative inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium transition-colors',
    'disabled:opacity-50 aria-disabled:cursor-default',
    variants[variant],
    sizes[size],
    className,
  )
}
