import { describe, expect, it } from 'vitest'
import { type Save, type Verify, violations } from './history.ts'

const saves = [
  { state: 1, invoked: 0, returned: 1 },
  { state: 2, invoked: 10, returned: 12 },
  { state: 3, invoked: 20, returned: 22 },
  { state: 'anyone', invoked: 30, returned: 32 },
  { state: 3, invoked: 40, returned: 42 },
  { state: 'nobody', invoked: 50, returned: 52 },
  { state: 3, invoked: 60, returned: 62 },
  { state: 'revoked', invoked: 70, returned: 72 },
] as const satisfies readonly Save[]

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
  ['sent in the moment in which the save returned', { caller: 1, allowed: true, sent: 12, answered: 13 }, false],
  ['while nobody is admitted, the caller is refused', { caller: 3, allowed: false, sent: 53, answered: 54 }, true],
  ['and not let through', { caller: 3, allowed: true, sent: 53, answered: 54 }, false],
  ['as nobody comes, still let through', { caller: 3, allowed: true, sent: 51, answered: 54 }, true],
  ['nobody still after that is over', { caller: 3, allowed: false, sent: 63, answered: 64 }, false],
  ['nobody before it began', { caller: 3, allowed: false, sent: 43, answered: 49 }, false],
  ['revoked', { caller: 3, allowed: false, sent: 73, answered: 74 }, true],
  ['let through once more after it was revoked', { caller: 3, allowed: true, sent: 73, answered: 74 }, false],
  ['and long after', { caller: 3, allowed: true, sent: 1e9, answered: 1e9 + 1 }, false],
  ['let through while it is being revoked', { caller: 3, allowed: true, sent: 71, answered: 99 }, true],
  ['refused before anybody began to revoke it', { caller: 3, allowed: false, sent: 63, answered: 69 }, false],
]

describe('the history checker', () => {
  it.each(table)('%s', (_name, verify, legal) => {
    expect(violations(saves, [verify])).toHaveLength(legal ? 0 : 1)
  })

  it('tells what would have been legal', () => {
    const verify = { caller: 1, allowed: true, sent: 13, answered: 21 }
    expect(violations(saves, [verify])).toEqual([{ verify, legal: [2, 3], overtaken: false }])
  })

  it('takes no history that goes on after a revocation', () => {
    const revived = [...saves, { state: 3, invoked: 80, returned: 82 }]
    expect(() => violations(revived, [])).toThrow('after a revocation')
  })
})

/** During one long save of 2 after 1, over which the verifies of each row are spread. */
const long = [
  { state: 1, invoked: 0, returned: 1 },
  { state: 2, invoked: 10, returned: 90 },
] as const

const old = (sent: number, answered: number): Verify => ({ caller: 1, allowed: true, sent, answered })
const young = (sent: number, answered: number): Verify => ({ caller: 2, allowed: true, sent, answered })

const pairs: [string, readonly Verify[], number][] = [
  ['old, then new', [old(20, 21), young(30, 31)], 0],
  ['new, then old', [young(20, 21), old(30, 31)], 1],
  ['the same whichever is listed first', [old(30, 31), young(20, 21)], 1],
  ['new and old side by side', [young(20, 40), old(30, 50)], 0],
  ['old is sent in the moment in which new is answered', [young(20, 30), old(30, 31)], 0],
  ['new, and then old twice', [young(20, 21), old(30, 31), old(40, 41)], 2],
  [
    'new by a refusal, then old',
    [
      { caller: 1, allowed: false, sent: 20, answered: 21 },
      { caller: 2, allowed: false, sent: 30, answered: 31 },
    ],
    1,
  ],
  ['an answer that tells nothing between them', [young(20, 21), { ...old(22, 23), caller: 3, allowed: false }], 0],
]

describe('what an answer told stays told', () => {
  it.each(pairs)('%s', (_name, verifies, count) => {
    const found = violations(long, verifies)
    expect(found).toHaveLength(count)
    expect(found.every(({ overtaken }) => overtaken)).toBe(true)
  })
})
