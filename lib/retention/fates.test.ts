import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '#server/project-root'
import { fates } from './fates.ts'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const page = read('docs/operate/retention.md')

/** Each model with the name of its table. */
const models = [...read('prisma/schema.prisma').matchAll(/^model (\w+) \{.*?@@map\("(\w+)"\)/gms)].map(
  ([, model = '', table = '']) => ({ model, table }),
)

/** The first column of a table of the page, below a heading. */
function listedBelow(heading: string): string[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return [...section.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)]
    .flatMap(([, names = '']) => names.split(', '))
    .map((name) => name.replaceAll('`', ''))
    .sort()
}

const tablesOf = (kinds: readonly string[]) =>
  models
    .filter(({ model }) => kinds.includes(fates[model as keyof typeof fates]?.kind))
    .map(({ table }) => table)
    .sort()

describe('how the rows of every table end', () => {
  it('is said for each model, and for nothing else', () => {
    expect(models.map(({ model }) => model).sort()).toEqual(Object.keys(fates).sort())
  })

  it('stands on the page: what is removed by which job', () => {
    expect(listedBelow('What is removed by itself')).toEqual(tablesOf(['swept']))
  })

  it('stands on the page: what lasts', () => {
    expect(listedBelow('What lasts')).toEqual(tablesOf(['lasts', 'bounded']))
  })

  it('names jobs that are there and that touch the table', () => {
    const wrong = models.filter(({ model, table }) => {
      const fate = fates[model as keyof typeof fates]
      return fate.kind === 'swept' && !(existsSync(join(projectRoot, fate.by)) && removes(fate.by, table))
    })
    expect(wrong).toEqual([])
  })
})

/** Some leave it to a function of the database. */
function removes(job: string, table: string): boolean {
  const text = read(job)
  return text.includes(table) || /gatelist_(audit_prune|profiles?_\w+|freshen\w*)/.test(text)
}
