// `npm run faults` makes every fault in full; `-- F4 F8` those; `--short` a few times each; `--minutes 60` is the length of the soak.
import { parseArgs } from 'node:util'
import { sweepTestFolders } from '#test/postgres'
import { scenarios } from './all.ts'
import { keep, publish, runOne, tableOf, verdictOf } from './report.ts'
import type { Context, Scenario } from './scenario.ts'

const SOAK_MINUTES = '10'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false }, minutes: { type: 'string', default: SOAK_MINUTES } },
})

function chosen(names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return scenarios
  return names.map((name) => {
    const scenario = scenarios.find(({ id }) => id === name.toUpperCase())
    if (scenario === undefined)
      throw new Error(`there is no ${name}; choose of ${scenarios.map(({ id }) => id).join(', ')}`)
    return scenario
  })
}

const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error('--minutes must be a number above 0')
const context: Context = { isShort: values.short, minutes, say: (line) => console.error(`  ${line}`) }

await sweepTestFolders()
let missed = 0
for (const scenario of chosen(positionals)) {
  console.error(`${scenario.id} ${scenario.title}`)
  const kept = await runOne(scenario, context)
  if (verdictOf(kept) === 'missed') missed += 1
  console.error(`  ${verdictOf(kept)} in ${kept.seconds} s`)
  for (const problem of kept.problems ?? []) console.error(`  ${problem}`)
  // What is published was made in full.
  if (context.isShort) console.log(tableOf([kept]))
  else keep(kept)
}
if (!context.isShort) console.log(publish())
process.exit(missed === 0 ? 0 : 1)
