/** What is edited admits one caller, by its number, or anyone at all. */
export type State = number | 'anyone'

/** A save makes a new state, or an old one again. Times in milliseconds. */
export type Save = { readonly state: State; readonly invoked: number; readonly returned: number }

/** A verify by caller `caller`. Times in milliseconds, on the same clock as the saves'. */
export type Verify = {
  readonly caller: number
  readonly allowed: boolean
  readonly sent: number
  readonly answered: number
}

export type Violation = { readonly verify: Verify; readonly legal: readonly State[] }

/**
 * Finds the decisions that no legal state explains.
 *
 * Legal for a verify are the state of the last save that had returned when it was sent, and those of all later saves
 * that had been invoked when it was answered; saves of one thing follow one another. This is linearizability of a register,
 * seen through yes and no.
 *
 * @param saves in order, the first one returned before any verify was sent
 */
export function violations(saves: readonly Save[], verifies: readonly Verify[]): Violation[] {
  return verifies.flatMap((verify) => {
    const legal = legalStates(saves, verify)
    const explained = legal.some((state) => admits(state, verify.caller) === verify.allowed)
    return explained ? [] : [{ verify, legal }]
  })
}

function admits(state: State, caller: number): boolean {
  return state === 'anyone' || state === caller
}

function legalStates(saves: readonly Save[], verify: Verify): State[] {
  const settled = lastIndexWhere(saves, (save) => save.returned <= verify.sent)
  const begun = lastIndexWhere(saves, (save) => save.invoked <= verify.answered)
  return saves.slice(Math.max(settled, 0), begun + 1).map((save) => save.state)
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
