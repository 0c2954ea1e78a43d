import { createRandom } from './random.ts'
import type { Target } from './targets.ts'

/** A text that was read wrongly, or ended the reader. */
export type Flaw = { readonly target: string; readonly text: string; readonly what: string }

export type Fuzzed = { readonly inputs: number; readonly flaws: readonly Flaw[] }

const MOST_FLAWS = 20

/** Gives a reader so many texts. Ends early when twenty were read wrongly. */
export function fuzz(target: Target, { inputs, seed }: { inputs: number; seed: number }): Fuzzed {
  const random = createRandom(seed)
  const flaws: Flaw[] = []
  let made = 0
  for (; made < inputs && flaws.length < MOST_FLAWS; made += 1) {
    const text = target.texts(random)
    const what = flawOf(target, text)
    if (what !== null) flaws.push({ target: target.name, text, what })
  }
  return { inputs: made, flaws }
}

function flawOf(target: Target, text: string): string | null {
  try {
    return target.check(text)
  } catch (error) {
    return `threw ${error}`
  }
}
