import { keepRecord } from './measure.ts'
import { machine, writeBetween } from './report.ts'

export const PAGE = 'docs/operate/speed.md'

export type Published = {
  figures: Record<string, unknown>
  /** The first row is the head; the first column is text, the others are numbers. */
  table: readonly (readonly string[])[]
  /** How it was taken, in sentences. */
  caption: string
}

/** Keeps the figures of a scenario, puts its table into its place on the page about speed, and shows it. */
export function publish(scenario: string, { figures, table, caption }: Published): void {
  keepRecord(scenario, figures)
  const { cpu, node } = machine()
  const text = `${markdown(table)}\n\n${caption} ${cpu}; Node ${node}. Repeat with \`npm run bench -- ${scenario}\`.`
  writeBetween(PAGE, scenario, text)
  console.log(text)
}

export function markdown([head = [], ...rows]: Published['table']): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'))
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** 12,345. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')

/** 97 %, or 97.3 % where it is near its goal. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
