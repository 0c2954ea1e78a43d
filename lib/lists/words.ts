import type { AccessMode } from '#lib/keys/views'
import type { CeilingMode } from './views.ts'

/** "used by 12 keys". */
export function usedByWords(keyCount: number): string {
  if (keyCount === 0) return 'not used by any key'
  return `used by ${keysWords(keyCount)}`
}

/** "12 keys". */
export function keysWords(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'key' : 'keys'}`
}

/** "3 entries". */
export function entriesWords(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'entry' : 'entries'}`
}

export const ceilingModeWords = {
  off: { word: 'Off', meaning: 'Keys are limited by their own lists only.' },
  report: {
    word: 'Report only',
    meaning: 'Calls from outside the ceiling are let through and noted, so that you see what enforcing would refuse.',
  },
  enforce: {
    word: 'Enforced',
    meaning: 'A call from outside the ceiling is refused, whatever the key’s own list or access says.',
  },
} as const satisfies Record<CeilingMode, { word: string; meaning: string }>

const modes = { open: 'off', report: 'report', enforce: 'enforce' } as const satisfies Record<AccessMode, CeilingMode>

const stored = { off: 'open', report: 'report', enforce: 'enforce' } as const satisfies Record<CeilingMode, AccessMode>

/** What the database keeps as a ceiling's access mode, in the words of a ceiling. */
export function ceilingModeOf(accessMode: AccessMode): CeilingMode {
  return modes[accessMode]
}

export function accessModeOfCeiling(mode: CeilingMode): AccessMode {
  return stored[mode]
}

/** The same for what the database keeps, as histories have it. */
export const ceilingAccessWords = {
  open: ceilingModeWords.off.word,
  report: ceilingModeWords.report.word,
  enforce: ceilingModeWords.enforce.word,
} as const satisfies Record<AccessMode, string>
