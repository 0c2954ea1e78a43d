// Writes what people read about the configuration, from the schema that reads it: .env.example and two tables.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { environment, notesOf, variableNames } from '#lib/environment'

const START = '<!-- config:start -->'
const END = '<!-- config:end -->'

function defaultOf(name: (typeof variableNames)[number]): string | undefined {
  const { data } = environment.shape[name].safeParse(undefined)
  return data === undefined ? undefined : String(data)
}

/** The text of .env.example: every variable, commented out, with its meaning. */
export function envExample(): string {
  const blocks = variableNames.map((name) => {
    const { description, example, without } = notesOf(name)
    const fallback = plain(without ?? defaultOf(name) ?? '')
    return `# ${plain(description)}\n# Without it: ${fallback}\n# ${name}=${example}\n`
  })
  return `# Gatelist reads this file as .env. Every variable may be left out; an empty one counts as left out.\n\n${blocks.join('\n')}`
}

/** The Markdown table of every variable. */
export function configTable(): string {
  const rows = variableNames.map((name) => {
    const { description, without } = notesOf(name)
    const fallback = without ?? `\`${defaultOf(name)}\``
    return `| \`${name}\` | ${fallback} | ${description} |`
  })
  return ['| Variable | Without it | Meaning |', '|---|---|---|', ...rows].join('\n')
}

/** A document with the block between its marks replaced. */
export function withTable(document: string): string {
  const [from, to] = [document.indexOf(START), document.indexOf(END)]
  if (from === -1 || to < from) throw new Error(`the document lacks ${START} … ${END}`)
  return `${document.slice(0, from + START.length)}\n${configTable()}\n${document.slice(to)}`
}

function plain(markdown: string): string {
  return markdown.replaceAll('`', '')
}

/** Each generated file with the text it must have. */
export function generatedFiles(root: string): { path: string; text: string; expected: string }[] {
  const tables = ['README.md', 'docs/configuration.md'].map((name) => {
    const path = join(root, name)
    const text = readFileSync(path, 'utf8')
    return { path, text, expected: withTable(text) }
  })
  const path = join(root, '.env.example')
  return [...tables, { path, text: readOr(path, ''), expected: envExample() }]
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}

if (import.meta.filename === process.argv[1]) {
  for (const { path, expected } of generatedFiles(process.cwd())) writeFileSync(path, expected)
}
