// `npm run bench` measures all of `figures`, in this order, and shows the page they are on; `-- <name>` measures one.
// Of the others, `flood` is the gate while somebody floods a key; `freshness` looks for a decision by an old list, for long, and
// `freshness-faults` does so beside each fault; `staff` measures the staff pages with a million keys, and `npm run seed` makes those.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { benchChanges } from './changes.ts'
import { benchClock } from './clock.ts'
import { benchCold } from './cold.ts'
import { benchEffect } from './effect.ts'
import { benchFlood } from './flood.ts'
import { benchFreshness, benchFreshnessFaults } from './freshness.ts'
import { benchGate } from './gate.ts'
import { benchMatcher } from './matcher.ts'
import { benchMemory } from './memory.ts'
import { seed } from './population/seed.ts'
import { PAGE } from './publish.ts'
import { benchScale } from './scale.ts'
import { benchScaling } from './scaling.ts'
import { benchStaff } from './staff.ts'
import { benchStages } from './stages.ts'
import { benchVerify } from './verify.ts'

type Scenario = () => Promise<void>

const figures: Record<string, Scenario> = {
  gate: benchGate,
  effect: benchEffect,
  verify: benchVerify,
  stages: benchStages,
  changes: benchChanges,
  cold: benchCold,
  scale: benchScale,
  clock: benchClock,
  memory: benchMemory,
  scaling: benchScaling,
  matcher: benchMatcher,
}

const others: Record<string, Scenario> = {
  flood: benchFlood,
  freshness: benchFreshness,
  'freshness-faults': () => benchFreshnessFaults(process.argv.slice(3)),
  staff: () => benchStaff(process.argv.slice(3)),
  seed: () => seed(process.argv.slice(3)),
}

/** Each in a process of its own, so that none finds what another left in memory. */
function measureAll(): void {
  const script = process.argv[1] ?? ''
  const failed = Object.keys(figures).filter((name) => {
    console.error(`\n${name}`)
    return spawnSync(process.execPath, [...process.execArgv, script, name], { stdio: 'inherit' }).status !== 0
  })
  console.log(readFileSync(PAGE, 'utf8'))
  if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`)
}

async function measureOne(name: string): Promise<void> {
  const scenarios = { ...figures, ...others }
  const scenario = scenarios[name]
  if (scenario === undefined) throw new Error(`there is no ${name}; choose one of ${Object.keys(scenarios).join(', ')}`)
  await scenario()
}

const name = process.argv[2]
if (name === undefined) measureAll()
else await measureOne(name)
