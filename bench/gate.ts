import { goals } from './gate-goals.ts'
import { gateSubjects, names } from './gate-subjects.ts'
import { keepResults, measureRounds, withBench } from './measure.ts'
import { preparePeers } from './peers/peers.ts'
import { markdown, PAGE } from './publish.ts'
import { isHeldBack, rateTable } from './rate-table.ts'
import { type Summary, writeBetween } from './report.ts'
import { versionsOf } from './versions.ts'

const rows = Object.values(names)
const firstRefused = rows.indexOf(names.bareRefused)
type Part = { subjects: readonly string[]; ceiling: string }
const ALLOWED: Part = { subjects: rows.slice(0, firstRefused), ceiling: names.bareAllowed }
const REFUSED: Part = { subjects: rows.slice(firstRefused), ceiling: names.bareRefused }

/** Measures the gate beside its ceiling, other ways to build it and its peers; writes the figures and the tables. */
export async function benchGate(): Promise<void> {
  const { summaries, versions, missing } = await withBench(['bare', 'gate', 'next'], async (bench) => {
    const peers = await preparePeers(bench)
    return {
      summaries: await measureRounds(gateSubjects(peers), bench),
      versions: { ...(await versionsOf(bench.url)), ...peers.versions },
      missing: peers.missing,
    }
  })
  const taken = keepResults('gate', summaries, { versions, missing, goals: goals(summaries) })
  const full = [
    ...['Let through:', tableAt(summaries, ALLOWED, [1, 50, 200])],
    ...['Refused:', tableAt(summaries, REFUSED, [1, 50, 200])],
    ...[goalsText(summaries), notes(summaries, missing), `${taken} ${measured(versions)}`],
    'Repeat with `npm run bench -- gate`.',
  ]
  writeBetween(PAGE, 'gate', paragraphs(full))
  const short = [tableAt(summaries, ALLOWED, [50]), tableAt(summaries, REFUSED, [50]), taken]
  writeBetween('README.md', 'bench', paragraphs(short))
  console.log(paragraphs(full))
}

function tableAt(summaries: readonly Summary[], shown: Part, connections: readonly number[]): string {
  return markdown(rateTable(summaries, { ...shown, connections }))
}

function goalsText(summaries: readonly Summary[]): string {
  const reached = goals(summaries).map(
    ({ what, value, goal, isReached }) => `- ${what}: ${value}; goal: ${goal}${isReached ? '' : ', **not reached**'}`,
  )
  return `At 50 connections, in the same rounds:\n\n${reached.join('\n')}`
}

function notes(summaries: readonly Summary[], missing: readonly string[]): string {
  const held = '† At least: the load generator was busy all the time and the server was not.'
  return [...(summaries.some(isHeldBack) ? [held] : []), ...missing.map((problem) => `Not measured: ${problem}.`)].join(
    ' ',
  )
}

function measured(versions: Record<string, string>): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return `Measured: ${named.join(', ')}.`
}

function paragraphs(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join('\n\n')
}
