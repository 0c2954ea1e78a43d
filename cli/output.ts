import type { Io } from './io.ts'
import { escapeJson, printableLines, printableValue } from './terminal/printable.ts'
import { type Style, styleOf } from './terminal/style.ts'
import { renderTable, type Table } from './terminal/table.ts'

export const formats = ['table', 'json', 'json-pretty', 'yaml'] as const
export type Format = (typeof formats)[number]

/** One answer in all the forms it can be asked for. */
export type View = {
  /** The API's answer, for `json` and `yaml`. */
  readonly value: unknown
  /** For people: a table, or whole lines in which `printable` has been at all text of others. */
  readonly human: Table | ((style: Style) => string)
  /** For `--quiet`: the secret or the ids, one a line. */
  readonly quiet: readonly string[]
}

/** Data goes to standard output by `print`; whatever is said about it goes to standard error. */
export type Printer = {
  print(view: View): Promise<void>
  /** Not said under `--quiet`. */
  note(text: string): void
  /** Said always: what a person must not miss. */
  warn(text: string): void
}

export function createPrinter(io: Io, options: { format: Format; quiet: boolean }): Printer {
  const warn = (text: string) => void io.stderr.write(`${printableLines(text)}\n`)
  return {
    async print(view) {
      io.stdout.write(options.quiet ? quietText(view) : await forms[options.format](io, view))
    },
    note: (text) => (options.quiet ? undefined : warn(text)),
    warn,
  }
}

function quietText(view: View): string {
  return view.quiet.map((text) => `${printableLines(text)}\n`).join('')
}

const forms: Record<Format, (io: Io, view: View) => string | Promise<string>> = {
  table: humanText,
  json: (_, { value }) => `${escapeJson(JSON.stringify(value))}\n`,
  'json-pretty': (_, { value }) => `${escapeJson(JSON.stringify(value, null, 2))}\n`,
  yaml: async (io, { value }) => {
    const { stringify } = await import('yaml')
    return stringify(io.stdout.isTTY === true ? printableValue(value) : value, { lineWidth: 0 })
  },
}

function humanText(io: Io, { human }: View): string {
  const { stdout } = io
  const style = styleOf(io, stdout)
  if (typeof human === 'function') return human(style)
  return renderTable(human, { style, width: stdout.isTTY === true ? stdout.columns : undefined })
}
