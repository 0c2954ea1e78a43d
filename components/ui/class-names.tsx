import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

/** Shadows of our own theme; without their names a later `shadow-*` would not replace an earlier one. */
const merge = extendTailwindMerge({
  extend: { theme: { shadow: ['control', 'card', 'raised', 'overlay'] } },
})

/** Joins class names; where two set the same property, the later one wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values))
}
