import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { machine, writeBetween } from '../bench/report.ts'
import { type Context, type Finding, type Scenario, Skipped } from './scenario.ts'

const RESULTS = 'faults/results'
const PAGE = 'docs/operate/faults.md'

/** What is kept of a run. `skipped`: why it was not made here. */
export type Kept = Partial<Finding> & {
  readonly id: string
  readonly title: string
  readonly goal: string
  readonly taken: string
  readonly form: 'short' | 'full'
  readonly seconds: number
  readonly skipped?: string
  readonly machine: Record<string, string>
}

/** Runs one and tells what it came to. What is thrown is a problem of its own. */
export async function runOne({ id, title, goal, run }: Scenario, context: Context): Promise<Kept> {
  const start = performance.now()
  const found = await run(context).catch(trouble)
  return {
    ...{ id, title, goal, taken: new Date().toISOString(), form: context.isShort ? 'short' : 'full' },
    ...{ seconds: Math.round((performance.now() - start) / 1000), ...found, machine: machine() },
  }
}

function trouble(error: unknown): Partial<Finding> & { skipped?: string } {
  if (error instanceof Skipped) return { skipped: error.message }
  return { did: '', figures: {}, problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }
}

export function keep(kept: Kept): void {
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(`${RESULTS}/${kept.id}.json`, `${JSON.stringify(kept, null, 2)}\n`)
}

/** Everything that is kept, by number. */
export function readKept(): Kept[] {
  return readdirSync(RESULTS)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(`${RESULTS}/${name}`, 'utf8')) as Kept)
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
}

export function verdictOf({ skipped, problems = [] }: Kept): 'held' | 'missed' | 'skipped' {
  if (skipped !== undefined) return 'skipped'
  return problems.length === 0 ? 'held' : 'missed'
}

/** One row a fault. */
export function tableOf(all: readonly Kept[]): string {
  const head = ['fault', 'what was done', 'goal', 'seen', '', 'when, machine']
  const rows = all.map((kept) => [
    ...[`${kept.id} ${kept.title}`, kept.did ?? '', kept.goal, seenIn(kept), verdictOf(kept)],
    `${kept.taken.slice(0, 10)}, ${kept.form}, ${kept.seconds} s; ${kept.machine.cpu ?? ''}; Node ${kept.machine.node ?? ''}`,
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function seenIn({ skipped, figures = {}, problems = [] }: Kept): string {
  if (skipped !== undefined) return skipped
  const told = Object.entries(figures).map(([what, value]) => `${what}: ${written(value)}`)
  return [...told, ...problems.map((problem) => `**${firstLine(problem)}**`)].join('; ')
}

const written = (value: number | string) => (typeof value === 'number' ? value.toLocaleString('en-US') : value)
const firstLine = (text: string) => (text.split('\n')[0] ?? '').replaceAll('|', '/')

/** Puts what is kept onto the page, and gives it back. */
export function publish(): string {
  const text = tableOf(readKept())
  writeBetween(PAGE, 'faults', text)
  return text
}
