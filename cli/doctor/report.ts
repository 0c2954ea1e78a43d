import type { Check, CheckArea, CheckLevel } from '#lib/doctor/check'
import type { View } from '../output.ts'
import { printable } from '../terminal/printable.ts'
import type { Style } from '../terminal/style.ts'
import type { ProxySight } from './proxy-checks.ts'

export type Report = { readonly url: string; readonly checks: readonly Check[]; readonly sight: ProxySight | null }

const titles: Readonly<Record<CheckArea, string>> = {
  configuration: 'Configuration',
  database: 'Database',
  migrations: 'Migrations',
  clock: 'Clock',
  dns: 'DNS',
  disk: 'Disk',
  server: 'Server',
  proxy: 'Proxy set-up',
}

const marks: Readonly<Record<CheckLevel, string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  problem: 'PROBLEM',
  skipped: '-      ',
}

const roles: Readonly<Record<string, string>> = {
  client: 'the caller',
  proxy: 'a trusted proxy',
  claimed: 'claimed, not believed',
  unreadable: 'no address',
  unread: 'not read',
}

/** A line for each check, under the name of what was looked at. */
export function reportView({ url, checks, sight }: Report): View {
  const counts = countsOf(checks)
  return {
    value: { url, ok: counts.problem === 0, counts, checks, proxy: sight },
    human: (style) => `${humanLines({ url, checks, sight }, style).join('\n')}\n${summary(counts)}\n`,
    quiet: checks.filter(({ level }) => level === 'problem').map(({ text }) => text),
  }
}

export function countsOf(checks: readonly Check[]): Readonly<Record<CheckLevel, number>> {
  const counts = { ok: 0, warning: 0, problem: 0, skipped: 0 }
  for (const { level } of checks) counts[level] += 1
  return counts
}

function humanLines({ checks, sight }: Report, style: Style): readonly string[] {
  return (Object.keys(titles) as CheckArea[]).flatMap((area) => {
    const own = checks.filter((check) => check.area === area)
    if (own.length === 0) return []
    const way = area === 'proxy' ? wayLines(sight) : []
    return [style.bold(titles[area]), ...way, ...own.flatMap((check) => lines(check, style)), '']
  })
}

function lines({ level, text, fix, settings = [] }: Check, style: Style): readonly string[] {
  const paint =
    level === 'ok' ? style.green : level === 'problem' ? style.red : level === 'warning' ? style.bold : String
  const more = level === 'ok' ? [] : [...(fix === undefined ? [] : [fix]), ...settings.map((line) => `    ${line}`)]
  return [`  ${paint(marks[level])}  ${printable(text)}`, ...more.map((line) => `           ${printable(line)}`)]
}

function wayLines(sight: ProxySight | null): readonly string[] {
  const hops = sight?.hops ?? []
  const widest = Math.max(0, ...hops.map(({ text = '' }) => text.length))
  const told = hops.map(({ text = '', from = '', role = '' }) => {
    return `    ${printable(text).padEnd(widest)}  ${printable(from)}: ${roles[role] ?? printable(role)}`
  })
  return told.length === 0 ? [] : ['  This call, as the server saw it, from the far end:', ...told]
}

function summary({ ok, warning, problem, skipped }: Readonly<Record<CheckLevel, number>>): string {
  const some = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
  return `${some(problem, 'problem')}, ${some(warning, 'warning')}, ${ok} ok, ${skipped} not looked at`
}
