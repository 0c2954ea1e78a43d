import { gateOn } from './gate.ts'
import type { LoadCall } from './load.ts'
import { keepResults, measureSubjects, type Subject } from './measure.ts'
import { markdownTable, type Summary, writeBetween } from './report.ts'
import type { Seeded } from './seed.ts'

const GATE = 'the gate of `/v1/verify`, allowed'
const SINGLE = '`apiKeys:verify`, one key a call'
const BATCH = '`apiKeys:batchVerify`, 100 keys a call'
const BATCH_SIZE = 100

const admin = {
  script: 'dist/server.js',
  env: { GATELIST_WITHOUT_PAGES: '1' },
  expectedStatus: 200,
  // Always 200: only the body tells whether a key was let through.
  unexpectedText: '"is_valid":false',
} satisfies Partial<Subject>

const SUBJECTS: readonly Subject[] = [
  gateOn(GATE, 'validated', [50]),
  { name: SINGLE, path: '/v2alpha1/admin/apiKeys:verify', calls: singles, connections: [50], ...admin },
  { name: BATCH, path: '/v2alpha1/admin/apiKeys:batchVerify', calls: batches, connections: [4], ...admin },
]

function singles({ managementToken, admitting }: Seeded): LoadCall[] {
  return admitting.map((credential) => ({ credential: managementToken, body: JSON.stringify({ credential }) }))
}

function batches({ managementToken, admitting }: Seeded): LoadCall[] {
  return Array.from({ length: admitting.length / BATCH_SIZE }, (_, index) => {
    const secrets = admitting.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE)
    const body = JSON.stringify({ requests: secrets.map((credential) => ({ credential })) })
    return { credential: managementToken, body }
  })
}

/** Measures verification by the admin API beside the gate; writes the figures and the table of the guide. */
export async function benchVerify(): Promise<void> {
  const summaries = await measureSubjects(SUBJECTS, ['gate'])
  const table = markdownTable(summaries, GATE)
  const keys = Math.round(rateOf(summaries, BATCH) * BATCH_SIZE).toLocaleString('en-US')
  const share = Math.round((rateOf(summaries, SINGLE) / rateOf(summaries, GATE)) * 100)
  const sum = `Single calls reach ${share}% of the gate; batches judge ${keys} keys a second.`
  const caption = `${keepResults('verify', summaries)} Repeat with \`npm run bench -- verify\`.`
  writeBetween('docs/guides/admin-api.md', 'bench', `${table}\n\n${sum} ${caption}`)
  console.log(`${table}\n\n${sum} ${caption}`)
}

function rateOf(summaries: readonly Summary[], subject: string): number {
  return summaries.find((summary) => summary.subject === subject)?.rate ?? Number.NaN
}
