import { inspectSecret } from '#lib/keys/secret'

/** A secret's last part, behind its prefix; what stands before and after it in a text may be glued to it. */
const TAIL = /_(?=([0-9A-Za-z]{49}))/g
const LONGEST_PREFIX = 64

/**
 * Whether a secret that this installation issued stands somewhere in a text: who writes about a leaked key has it at hand, and it
 * must not be pasted into what is stored, sent and shown.
 */
export function holdsSecret(text: string): boolean {
  for (const { index, 1: tail = '' } of text.matchAll(TAIL)) {
    for (let start = Math.max(0, index - LONGEST_PREFIX); start < index; start++) {
      if (inspectSecret(`${text.slice(start, index)}_${tail}`).ok) return true
    }
  }
  return false
}
