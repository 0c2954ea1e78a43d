import { names } from './gate-subjects.ts'
import { ratioOf } from './interleave.ts'
import { find } from './rate-table.ts'
import type { Summary } from './report.ts'

export type Goal = { what: string; value: string; goal: string; isReached: boolean }

const AT = 50

/** How the gate stands to what it is compared with; those that were not measured are left out. */
export function goals(summaries: readonly Summary[]): Goal[] {
  const gate = find(summaries, names.gate, AT)
  const bare = find(summaries, names.bareAllowed, AT)
  if (gate === null || bare === null) return []
  const slower = gate.p99 / bare.p99
  return [
    ...atLeast('gate to bare `node:http`', [gate, bare], 0.6),
    ...atLeast('gate to Better Auth', [gate, find(summaries, names.betterAuthAllowed, AT)], 5),
    ...atLeast('gate to a Next.js route handler', [gate, find(summaries, names.next, AT)], 15),
    {
      ...{ what: "the gate's p99 to bare's", value: slower.toFixed(2), goal: 'at most 3' },
      isReached: slower <= 3,
    },
  ]
}

function atLeast(what: string, [own, other]: readonly [Summary, Summary | null], least: number): Goal[] {
  if (other === null) return []
  const ratio = ratioOf(own.rates, other.rates).median
  return [{ what, value: ratio.toFixed(2), goal: `at least ${least}`, isReached: ratio >= least }]
}
