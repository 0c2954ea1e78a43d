import { type FreshnessReport, type ServerReport, sum } from '#test/freshness/report'

/** `told`: what went wrong, in words. */
export type DisturbedRun = { readonly name: string; readonly told: string; readonly report: FreshnessReport }

const whole = (value: number) => Math.round(value).toLocaleString('en-US')

function table(rows: readonly (readonly string[])[], wordColumns: number): string {
  const [head = []] = rows
  const rule = head.map((_, index) => (index < wordColumns ? '---' : '---:'))
  return [head, rule, ...rows.slice(1)].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** A run on one line. */
export function summary(name: string, report: FreshnessReport): string {
  const { verifies, violations, unanswered, seconds } = report
  const counts = `${whole(verifies)} verifies, ${violations.length} stale, ${whole(unanswered)} times 503`
  return `${name}: ${counts}, ${whole(verifies / seconds)}/s, ${whole(seconds)} s, ${JSON.stringify(report.evidence)}`
}

/** The long run in sentences. */
export function sumOf(report: FreshnessReport, scenario: string): string {
  const { verifies, saves, revocations, violations, seconds, allowed } = report
  return (
    `**${violations.length} stale decisions** in ${whole(verifies)} verifies (${whole(allowed)} let through), against ` +
    `${whole(sum(saves))} changes and ${whole(sum(revocations))} revocations; ${whole(report.afterRevocation)} of the verifies were of keys ` +
    `whose revocation had returned. ${whole(verifies / seconds)} verifies a second for ${whole(seconds)} s. ` +
    `Repeat with \`npm run bench -- ${scenario}\`.`
  )
}

/** What the servers answered, and what was changed through which door. */
export function doorTables(report: FreshnessReport): string {
  const ways = ['allowed', 'address refused', 'key refused', 'unanswered', 'connection lost']
  const outcomes = [
    ['', ...ways.map((way) => (way === 'unanswered' ? '503' : way)), 'p50 / p99 / longest, ms'],
    ...report.servers.map((server, number) => [
      `process ${number + 1}`,
      ...ways.map((way) => whole(server[way] ?? 0)),
      latency(server),
    ]),
  ]
  const changes = [['change', 'times'], ...countRows(report.saves)]
  const revocations = [['revocation by', 'times'], ...countRows(report.revocations)]
  return [table(outcomes, 1), table(changes, 1), table(revocations, 1)].join('\n\n')
}

function countRows(counts: Readonly<Record<string, number>>): string[][] {
  return Object.entries(counts)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => [name, whole(count)])
}

function latency({ p50, p99, longest }: ServerReport): string {
  return `${p50.toFixed(0)} / ${p99.toFixed(0)} / ${whole(longest)}`
}

/** One row a fault. The first process is the one that it strikes, and connections are cut of both. */
export function faultTable(runs: readonly DisturbedRun[]): string {
  const head = [
    '',
    'verifies',
    'changes, revocations',
    'stale',
    '503',
    'struck process, ms',
    'other process, ms',
    'that it took hold',
  ]
  const rows = runs.map(({ told, report }) => {
    const [struck, other] = report.servers
    return [
      told,
      whole(report.verifies),
      `${whole(sum(report.saves))}, ${whole(sum(report.revocations))}`,
      `**${report.violations.length}**`,
      whole(report.unanswered),
      struck === undefined ? '' : latency(struck),
      other === undefined ? '' : latency(other),
      Object.entries(report.evidence)
        .map(([what, count]) => `${what}: ${whole(count)}`)
        .join('; '),
    ]
  })
  return `${table([head, ...rows], 1)}\n\nTimes are p50 / p99 / longest. Repeat with \`npm run bench -- freshness-faults\`.`
}
