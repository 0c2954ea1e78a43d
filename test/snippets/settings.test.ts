import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { variableNames } from '#lib/environment'
import { projectRoot } from '#server/project-root'
import { blocks, documents, inlineCodeOf, isSettings } from './blocks.ts'

/** Set in a document for somebody else's program; or a word of the network's, not of ours. */
const foreign = new Set(['ALLOWED_IPS', 'TCP_NODELAY', 'NODE_EXTRA_CA_CERTS', 'OTEL_TRACES_SAMPLER_ARG'])

describe.each(documents)('%s', (document) => {
  it('sets only variables that the configuration has', () => {
    const set = blocks
      .filter((block) => block.document === document && isSettings(block))
      .flatMap(({ code }) => [...code.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name))
    expect(set.filter((name) => !isVariable(name))).toEqual([])
  })

  it('names only variables, reasons and codes that the source has', () => {
    const named = inlineCodeOf(document).flatMap((code) => code.match(/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?==|$)/) ?? [])
    expect(named.filter((name) => !isVariable(name) && !words().has(name))).toEqual([])
  })
})

function isVariable(name: string): boolean {
  return foreign.has(name) || (variableNames as readonly string[]).includes(name)
}

let kept: ReadonlySet<string> | undefined

/** Every word of capitals in the programs and in what starts them. */
function words(): ReadonlySet<string> {
  kept ??= new Set(
    ['lib', 'cli', 'server', 'bench', 'deploy', 'compose.yaml']
      .flatMap(filesBelow)
      .flatMap((path) => readFileSync(path, 'utf8').match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []),
  )
  return kept
}

function filesBelow(place: string): readonly string[] {
  const root = join(projectRoot, place)
  if (/\.\w+$/.test(place)) return [root]
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      (path) =>
        /\.(ts|tsx|mjs|yaml|conf)$/.test(path) && !path.includes('node_modules') && !path.startsWith('generated'),
    )
    .map((path) => join(root, path))
}
