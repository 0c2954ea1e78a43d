// `npm run bench` measures the gate, `-- verify` the admin API's verification, `-- flood` the gate while somebody floods a key;
// `-- freshness` looks for a decision by an old list, for long. `-- staff` measures the staff pages with
// a million keys, and `npm run seed` makes those.
import { benchFlood } from './flood.ts'
import { benchFreshness } from './freshness.ts'
import { benchGate } from './gate.ts'
import { seed } from './population/seed.ts'
import { benchStaff } from './staff.ts'
import { benchVerify } from './verify.ts'

const scenarios: Record<string, () => Promise<void>> = {
  gate: benchGate,
  verify: benchVerify,
  flood: benchFlood,
  freshness: benchFreshness,
  staff: () => benchStaff(process.argv.slice(3)),
  seed: () => seed(process.argv.slice(3)),
}
const name = process.argv[2] ?? 'gate'
const scenario = scenarios[name]
if (scenario === undefined) throw new Error(`there is no ${name}; choose one of ${Object.keys(scenarios).join(', ')}`)
await scenario()
