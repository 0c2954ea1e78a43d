/** What is edited admits one caller, by its number, or anyone at all, or nobody. `revoked`: nobody, and nothing follows. */
export type State = number | 'anyone' | 'nobody' | 'revoked'

/** A save makes a new state, or an old one again. Times in milliseconds. */
export type Save = { readonly state: State; readonly invoked: number; readonly returned: number }

/** A verify by caller `caller`. Times in milliseconds, on the same clock as the saves'. */
export type Verify = {
  readonly caller: number
  readonly allowed: boolean
  readonly sent: number
  readonly answered: number
}

/**
 * `legal`: the states that could have explained it. `overtaken`: one that was legal by the saves alone would have, but an answer that
 * was there before this was sent had told a later one.
 */
export type Violation = { readonly verify: Verify; readonly legal: readonly State[]; readonly overtaken: boolean }

/**
 * Finds the decisions that no legal state explains.
 *
 * Legal for a verify are the state of the last save that had returned when it was sent, and those of all later saves
 * that had been invoked when it was answered; saves of one thing follow one another. What an answer told stays told: a verify
 * that was sent after it is not explained by an earlier state. This is linearizability of a register, seen through yes and no.
 *
 * @param saves in order, the first one returned before any verify was sent
 */
export function violations(saves: readonly Save[], verifies: readonly Verify[]): Violation[] {
  const end = saves.findIndex(({ state }) => state === 'revoked')
  if (end !== -1 && end < saves.length - 1) throw new Error('a history went on after a revocation')
  const toldBefore = followAnswers(verifies)
  return bySent(verifies).flatMap((verify) => {
    const settled = Math.max(
      lastIndexWhere(saves, (save) => save.returned <= verify.sent),
      0,
    )
    const begun = lastIndexWhere(saves, (save) => save.invoked <= verify.answered)
    const told = toldBefore.at(verify.sent)
    const from = Math.max(settled, told)
    const earliest = firstThatExplains(saves, verify, { from, until: begun })
    if (earliest !== -1) {
      toldBefore.tell(verify, earliest)
      return []
    }
    const overtaken = firstThatExplains(saves, verify, { from: settled, until: begun }) !== -1
    return [{ verify, legal: saves.slice(from, begun + 1).map((save) => save.state), overtaken }]
  })
}

function admits(state: State, caller: number): boolean {
  return state === 'anyone' || state === caller
}

/** The earliest one binds later verifies the least, so what it does not allow nothing does. */
function firstThatExplains(saves: readonly Save[], verify: Verify, span: { from: number; until: number }): number {
  for (let index = span.from; index <= span.until; index += 1) {
    const save = saves[index]
    if (save !== undefined && admits(save.state, verify.caller) === verify.allowed) return index
  }
  return -1
}

function bySent(verifies: readonly Verify[]): Verify[] {
  return [...verifies].sort((a, b) => a.sent - b.sent)
}

/** The latest state that answers had told by a moment. Moments are asked for in order; who told one of them was sent before. */
function followAnswers(verifies: readonly Verify[]) {
  const answers = [...verifies].sort((a, b) => a.answered - b.answered)
  const told = new Map<Verify, number>()
  let next = 0
  let latest = 0
  return {
    tell: (verify: Verify, index: number) => void told.set(verify, index),
    at(moment: number): number {
      for (; ; next += 1) {
        const answer = answers[next]
        if (answer === undefined || answer.answered >= moment) return latest
        latest = Math.max(latest, told.get(answer) ?? 0)
      }
    },
  }
}

/** The last index of which `holds` is true, where it is true up to there; -1 when it never is. */
function lastIndexWhere(saves: readonly Save[], holds: (save: Save) => boolean): number {
  let low = 0
  let high = saves.length
  while (low < high) {
    const middle = (low + high) >> 1
    const save = saves[middle]
    if (save !== undefined && holds(save)) low = middle + 1
    else high = middle
  }
  return low - 1
}
