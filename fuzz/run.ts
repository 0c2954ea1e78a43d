// `npm run fuzz` gives the readers of what strangers send a hundred million damaged texts; `-- --inputs 1000000 --seed 7` as many others.
import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'
import { targets } from './targets.ts'

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '100000000' }, seed: { type: 'string', default: '1' } },
})
const [inputs, seed] = [Number(values.inputs), Number(values.seed)]
if (!(inputs > 0) || !Number.isInteger(seed))
  throw new Error('--inputs must be a number above 0, --seed a whole number')

const weights = targets.reduce((sum, { weight }) => sum + weight, 0)
let [made, flawed] = [0, 0]
for (const target of targets) {
  const start = performance.now()
  const done = fuzz(target, { inputs: Math.ceil((inputs * target.weight) / weights), seed })
  made += done.inputs
  flawed += done.flaws.length
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.log(
    `${target.name}: ${done.inputs.toLocaleString('en-US')} texts in ${seconds} s, ${done.flaws.length} read wrongly`,
  )
  for (const { text, what } of done.flaws) console.log(`  ${JSON.stringify(text)}: ${what}`)
}
console.log(`${made.toLocaleString('en-US')} texts in all, ${flawed} read wrongly (seed ${seed})`)
process.exit(flawed === 0 ? 0 : 1)
