import { describe, expect, it } from 'vitest'
import { type Verify, violations } from './history.ts'

const saves = [
  { state: 1, invoked: 0, returned: 1 },
  { state: 2, invoked: 10, returned: 12 },
  { state: 3, invoked: 20, returned: 22 },
  { state: 'anyone', invoked: 30, returned: 32 },
  { state: 3, invoked: 40, returned: 42 },
] as const

const table: [string, Verify, boolean][] = [
  ['admits the state that stands', { caller: 1, allowed: true, sent: 5, answered: 6 }, true],
  ['refuses another', { caller: 2, allowed: false, sent: 5, answered: 6 }, true],
  ['admits a state that is not saved yet', { caller: 2, allowed: true, sent: 5, answered: 6 }, false],
  ['admits the old state after the save returned', { caller: 1, allowed: true, sent: 13, answered: 14 }, false],
  ['refuses the new state after the save returned', { caller: 2, allowed: false, sent: 13, answered: 14 }, false],
  ['during a save both are legal: old', { caller: 1, allowed: true, sent: 11, answered: 14 }, true],
  ['during a save both are legal: new', { caller: 2, allowed: true, sent: 9, answered: 11 }, true],
  ['during a save a refusal of either is legal', { caller: 2, allowed: false, sent: 9, answered: 11 }, true],
  ['a third state is not', { caller: 3, allowed: true, sent: 9, answered: 15 }, false],
  ['while anyone is admitted, any caller is', { caller: 2, allowed: true, sent: 33, answered: 34 }, true],
  ['and none is refused', { caller: 2, allowed: false, sent: 33, answered: 34 }, false],
  ['anyone still after that is over', { caller: 2, allowed: true, sent: 43, answered: 44 }, false],
  ['the caller of before again', { caller: 3, allowed: true, sent: 43, answered: 44 }, true],
  ['refused while anyone began to be admitted', { caller: 2, allowed: false, sent: 29, answered: 31 }, true],
  ['sent before a save began, answered after it returned', { caller: 1, allowed: true, sent: 9, answered: 19 }, true],
]

describe('the history checker', () => {
  it.each(table)('%s', (_name, verify, legal) => {
    expect(violations(saves, [verify])).toHaveLength(legal ? 0 : 1)
  })
})
