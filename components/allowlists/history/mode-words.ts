import type { AccessMode } from '#lib/keys/views'

/** How a list is applied, in the words of its owner: of a key, or of the ceiling. */
export type ModeWords = Readonly<Record<AccessMode, string>>

/** One that a newer version wrote is shown as it is. */
export function wordsOfMode(words: ModeWords, mode: string): string {
  return Object.hasOwn(words, mode) ? words[mode as AccessMode] : mode
}
