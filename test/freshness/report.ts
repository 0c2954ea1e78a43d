import type { Fault } from './fault.ts'
import { type Violation, violations } from './history.ts'
import type { History, Recorder, ServerCounts } from './recorder.ts'

/** `p50`, `p99`, `longest`: milliseconds until an answer that decided something. */
export type ServerReport = Readonly<Record<string, number>> & {
  readonly verifies: number
  readonly unanswered: number
  readonly p50: number
  readonly p99: number
  readonly longest: number
}

export type FreshnessReport = {
  readonly verifies: number
  readonly allowed: number
  /** Not among the verifies. */
  readonly unanswered: number
  readonly saves: Readonly<Record<string, number>>
  readonly revocations: Readonly<Record<string, number>>
  /** Verifies of a key that were sent after its revocation had returned. */
  readonly afterRevocation: number
  /** Keys that were let through before they were revoked. */
  readonly usedBeforeRevocation: number
  readonly servers: readonly ServerReport[]
  /** What shows that the fault took hold. */
  readonly evidence: Readonly<Record<string, number>>
  readonly violations: readonly Violation[]
  readonly seconds: number
}

export type Asked = { readonly verifies: number; readonly saves: number; readonly revocations: number }

/** What a run did less than it was asked to, in sentences; a run that did little proves little. */
export function shortfalls(report: FreshnessReport, asked: Asked): string[] {
  const least: [string, number, number][] = [
    ['verifies', report.verifies, asked.verifies],
    ['saves', sum(report.saves), asked.saves],
    ['revocations', sum(report.revocations), asked.revocations],
    ['verifies let through', report.allowed, asked.verifies / 4],
    ['verifies refused', report.verifies - report.allowed, asked.verifies / 8],
    ['keys used before they were revoked', report.usedBeforeRevocation, asked.revocations * 0.9],
    ['verifies after a revocation', report.afterRevocation, asked.revocations * 4],
    ...Object.entries(report.evidence).map(([what, count]): [string, number, number] => [what, count, 1]),
  ]
  return least
    .filter(([, count, wanted]) => !(count >= wanted))
    .map(([what, count, wanted]) => `${what}: ${count} of ${wanted}`)
}

export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}

type Ran = {
  readonly recorder: Recorder
  readonly edited: readonly History[]
  readonly doomed: readonly History[]
  readonly evidence: Fault['evidence']
  readonly seconds: number
}

export function reportOf({ recorder, edited, doomed, evidence, seconds }: Ran): FreshnessReport {
  const servers = recorder.servers.map(serverReport)
  const total = (what: string) => servers.reduce((all, server) => all + (server[what] ?? 0), 0)
  return {
    ...{ verifies: recorder.totals.verifies, allowed: total('allowed'), unanswered: total('unanswered') },
    ...{ saves: recorder.saves, revocations: recorder.revocations, ...fateOf(doomed) },
    ...{ servers, evidence: evidence(servers), seconds },
    violations: [...edited, ...doomed].flatMap(({ saves, verifies }) => violations(saves, verifies)),
  }
}

function serverReport({ outcomes, ms }: ServerCounts): ServerReport {
  const sorted = Float64Array.from(ms).sort()
  const at = (share: number) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0
  return { verifies: ms.length, ...outcomes, p50: at(0.5), p99: at(0.99), longest: at(1) }
}

/** How the keys fared that were to be revoked. */
function fateOf(doomed: readonly History[]) {
  let afterRevocation = 0
  let usedBeforeRevocation = 0
  for (const { saves, verifies } of doomed) {
    const end = saves.at(-1)
    if (end?.state !== 'revoked') continue
    if (verifies.some((one) => one.allowed)) usedBeforeRevocation += 1
    afterRevocation += verifies.filter((one) => one.sent >= end.returned).length
  }
  return { afterRevocation, usedBeforeRevocation }
}
