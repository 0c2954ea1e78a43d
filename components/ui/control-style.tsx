import { classNames } from './class-names.tsx'

/**
 * The look shared by text controls. Sixteen pixels on phones: below that, iOS zooms the page when a field is
 * touched.
 */
export function controlStyle(...className: (string | undefined)[]): string {
  return classNames(
    'w-full min-w-0 rounded-lg border border-field bg-surface text-base text-ink shadow-control transition-colors sm:text-sm',
    'hover:border-muted focus-visible:border-focus focus-visible:outline-2 focus-visible:outline-focus/35 focus-visible:outline-offset-0',
    'aria-invalid:border-danger-ink aria-invalid:focus-visible:outline-danger-ink/35',
    'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted [&[readonly]]:bg-sunken',
    className,
  )
}
