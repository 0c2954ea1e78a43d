import { BATCH_SIZE, batchVerify, singleVerify } from './admin-subjects.ts'
import { gateOn } from './gate-subjects.ts'
import { keepResults, measureSubjects, type Subject } from './measure.ts'
import { type Summary, writeBetween } from './report.ts'

const GATE = 'the gate of `/v1/verify`, allowed'
const SINGLE = '`apiKeys:verify`, one key a call'
const BATCH = '`apiKeys:batchVerify`, 100 keys a call'

const SUBJECTS: readonly Subject[] = [
  gateOn(GATE, 'validated', [50]),
  singleVerify({ name: SINGLE, connections: [50] }),
  batchVerify({ name: BATCH, connections: [4] }),
]

/** Measures verification by the admin API beside the gate; writes the figures and the table of the guide. */
export async function benchVerify(): Promise<void> {
  const summaries = await measureSubjects(SUBJECTS, ['gate'])
  const share = Math.round((rateOf(summaries, SINGLE) / rateOf(summaries, GATE)) * 100)
  const sum = `Single calls reach ${share}% of the gate.`
  const text = `${tableOf(summaries)}\n\n${sum} ${keepResults('verify', summaries)} Repeat with \`npm run bench -- verify\`.`
  writeBetween('docs/guides/admin-api.md', 'bench', text)
  console.log(text)
}

function tableOf(summaries: readonly Summary[]): string {
  const rows = summaries.map(({ subject, connections, rate, spread, p50, p99 }) => [
    subject,
    whole(connections),
    `${whole(rate)} ± ${whole(spread * 100)}%`,
    whole(rate * (subject === BATCH ? BATCH_SIZE : 1)),
    `${p50.toFixed(2)} / ${p99.toFixed(2)}`,
  ])
  const head = ['', 'connections', 'calls/s', 'keys/s', 'p50 / p99 ms']
  return [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const whole = (value: number) => Math.round(value).toLocaleString('en-US')

function rateOf(summaries: readonly Summary[], subject: string): number {
  return summaries.find((summary) => summary.subject === subject)?.rate ?? Number.NaN
}
