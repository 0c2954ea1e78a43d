import { passwordLength } from '#lib/auth/schema'

export type PasswordStrength = { level: 0 | 1 | 2 | 3; words: string }

/**
 * A hint while typing, never a gate: the schema decides. Runs and repeats ("aaaa", "1234") add length without adding
 * anything to guess, so only characters that break the run are counted.
 */
export function passwordStrength(password: string): PasswordStrength {
  const missing = passwordLength.min - [...password].length
  if (missing > 0) return { level: 0, words: `${missing} more ${missing === 1 ? 'character' : 'characters'}` }
  const surprising = [...password].filter((_, index) => isSurprising(password, index)).length
  if (surprising < 8 || new Set(password).size < 6) return { level: 1, words: 'Easy to guess: it repeats itself' }
  return surprising < 16 ? { level: 2, words: 'Good' } : { level: 3, words: 'Strong' }
}

function isSurprising(text: string, index: number): boolean {
  if (index === 0) return true
  return Math.abs(text.charCodeAt(index) - text.charCodeAt(index - 1)) > 1
}
