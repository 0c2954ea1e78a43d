/** What a fault showed. `problems`: where it missed its goal; none: it was reached. */
export type Finding = {
  /** What was done, in words, with its numbers. */
  readonly did: string
  readonly figures: Readonly<Record<string, number | string>>
  readonly problems: readonly string[]
}

export type Context = {
  /** Short: a few repetitions, for the tests. */
  readonly isShort: boolean
  /** How long the soak lasts. */
  readonly minutes: number
  say(line: string): void
}

export type Scenario = {
  /** `F1` and so on. */
  readonly id: string
  readonly title: string
  readonly goal: string
  run(context: Context): Promise<Finding>
}

/** This machine cannot make that fault; the message says what is missing. */
export class Skipped extends Error {}

/** How often, or how long, in the short form and in the full one. */
export function sized({ isShort }: Context, short: number, full: number): number {
  return isShort ? short : full
}

/**
 * A time limit of a goal, in milliseconds. The short form asks whether answers are right, beside other work that takes the processor
 * away for as long as it likes: there it is so many times as long, and only tells slow from stuck.
 */
export function limitOf({ isShort }: Context, ms: number): number {
  return isShort ? PATIENCE * ms : ms
}

const PATIENCE = 5

/** The sentences whose condition does not hold. */
export function unmet(conditions: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(conditions)
    .filter(([, holds]) => !holds)
    .map(([what]) => `not so: ${what}`)
}
