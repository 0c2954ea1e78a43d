import type { AccessMode } from './views.ts'

/**
 * The mode of a key once a whole list was written to it: an empty one opens it, unless it uses named lists, which then are its
 * list. One that only reports goes on reporting.
 */
export function modeForList(
  { accessMode, listCount }: { accessMode: AccessMode; listCount: number },
  entries: number,
): AccessMode {
  if (entries === 0) return listCount === 0 ? 'open' : accessMode
  return accessMode === 'report' ? 'report' : 'enforce'
}
