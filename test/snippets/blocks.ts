import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#server/project-root'

/** A fenced block of a document. */
export type Block = {
  /** For example `docs/guides/cli.md`. */
  readonly document: string
  /** What stands behind the fence. */
  readonly language: string
  /** Without the indentation of a list that it stands in. */
  readonly code: string
}

const isSource = (path: string) => path.endsWith('.md') && !path.startsWith('decisions/')

/** Every document that readers follow; decisions tell of the past. */
export const documents: readonly string[] = [
  'README.md',
  ...readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(isSource)
    .map((path) => `docs/${path}`)
    .sort(),
]

export function textOf(document: string): string {
  return readFileSync(join(projectRoot, document), 'utf8')
}

export function blocksOf(document: string): readonly Block[] {
  return [...textOf(document).matchAll(/^( *)```([^\n`]*)\n(.*?)^\1```$/gms)].map(
    ([, indentation = '', language = '', code = '']) => ({
      document,
      language,
      code: code.replaceAll(new RegExp(`^${indentation}`, 'gm'), ''),
    }),
  )
}

export const blocks: readonly Block[] = documents.flatMap(blocksOf)

/** Code between single ticks, outside of blocks. */
export function inlineCodeOf(document: string): readonly string[] {
  const prose = textOf(document).replaceAll(/^( *)```.*?^\1```$/gms, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code ?? [])
}

/** A block that only sets variables is the content of `.env`. */
export function isSettings({ language, code }: Block): boolean {
  const lines = code.trim().split('\n')
  return language === 'env' || (language === 'sh' && lines.every((line) => /^[A-Z][A-Z0-9_]*=[^$]*$/.test(line)))
}

/** What somebody types: without the answers and the prompts of a terminal's picture. */
export function typed({ language, code }: Block): string {
  if (language !== 'console') return code
  const lines = code.split('\n')
  const isTyped = (index: number): boolean =>
    lines[index]?.startsWith('$ ') === true || (lines[index - 1]?.endsWith('\\') === true && isTyped(index - 1))
  return lines
    .filter((_, index) => isTyped(index))
    .map((line) => line.replace(/^\$ /, ''))
    .join('\n')
}
