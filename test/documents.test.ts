import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '#server/project-root'

const documents = ['README.md', ...markdownBelow('docs')]
const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
}

function markdownBelow(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return markdownBelow(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? [])
}

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(projectRoot, document), 'utf8')

  it('links only to what exists', () => {
    const links = all(text, /\]\(([^)#\s]+)[^)]*\)/g).filter((link) => !/^[a-z]+:/.test(link))
    expect(links.filter((link) => !existsSync(join(projectRoot, dirname(document), link)))).toEqual([])
  })

  it('names only files and folders that exist', () => {
    const named = all(text, /`((?:app|bench|components|docs|e2e|lib|prisma|scripts|server|test)\/[^`\s*<]*)`/g)
    expect(named.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([])
  })

  it('names only commands that exist', () => {
    const commands = [...all(text, /npm run ([a-z:]+)/g), ...all(text, /npm (start|test)\b/g)]
    expect(commands.filter((command) => scripts[command] === undefined)).toEqual([])
  })
})
