import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ApiOverview } from '#components/api-reference/api-overview'
import { FilterProvider } from '#components/api-reference/filter'
import { ObjectsView } from '#components/api-reference/objects-view'
import { SectionView } from '#components/api-reference/section-view'
import { apiDocument } from '#lib/api/app'
import { library } from '#lib/documents/source'
import { readReference } from '#lib/openapi/reference'
import { innerShapes, type Shape } from '#lib/openapi/shape'
import { errorTables } from '../app/docs/api/errors.ts'
import { conventions } from '../components/api-reference/conventions.ts'

// The pages of the API reference, made of the document as it is.
const reference = readReference(apiDocument())
const { groups, objects, entries } = reference
const operations = groups.flatMap((group) => group.operations)
const origin = 'http://localhost:3000'

const pages = new Map<string, string>([
  [
    '/docs/api',
    renderToStaticMarkup(
      <FilterProvider entries={entries} initialQuery="">
        <ApiOverview reference={reference} origin={origin} errors={errorTables} />
      </FilterProvider>,
    ),
  ],
  ['/docs/api/objects', renderToStaticMarkup(<ObjectsView objects={objects} groups={groups} />)],
  ...groups.map(
    (group) =>
      [`/docs/api/${group.slug}`, renderToStaticMarkup(<SectionView group={group} origin={origin} />)] as const,
  ),
])

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found = '']) => found)
const idsOf = (path: string) => all(pages.get(path) ?? '', / id="([^"]+)"/g)
const anchorsOf = (path: string) =>
  library()
    .pages.get(path.replace(/^\/docs\//, ''))
    ?.parts.map(({ anchor }) => anchor) ?? []

describe.each([...pages])('%s', (path, html) => {
  it('has every anchor once', () => {
    const ids = idsOf(path)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('leads only to pages and anchors that there are', () => {
    for (const href of all(html, / href="([^"]+)"/g)) {
      const [to = '', anchor] = href.split('#', 2)
      const target = to === '' ? path : to
      if (anchor === undefined || !target.startsWith('/docs')) continue
      expect(pages.has(target) ? idsOf(target) : anchorsOf(target), href).toContain(anchor)
    }
  })

  // The browser gets about as much again, from which it takes the page over.
  it('stays a page that a phone loads at once', () => {
    expect(html.length).toBeLessThan(350_000)
  })
})

it('the overview has a line for every operation, at the anchor it had when all stood there', () => {
  expect(idsOf('/docs/api')).toEqual(expect.arrayContaining(operations.map(({ id }) => id)))
  expect(idsOf('/docs/api')).toEqual(expect.arrayContaining(groups.map(({ id }) => id)))
  expect(idsOf('/docs/api')).toEqual(expect.arrayContaining(objects.map(({ id }) => id)))
})

it('the variants of a value can be told apart', () => {
  const visit = (shape: Shape): void => {
    const labels = shape.variants.map(({ label }) => label)
    expect(new Set(labels).size, labels.join()).toBe(labels.length)
    innerShapes(shape).forEach(visit)
  }
  for (const { body, answerBodies } of operations) {
    if (body !== null) visit(body.shape)
    for (const { shape } of answerBodies) visit(shape)
  }
  for (const { shape } of objects) visit(shape)
})

it('the conventions name parameters that there are', () => {
  const names = operations.flatMap(({ parameters }) =>
    parameters.flatMap(({ fields }) => fields.map(({ name }) => name)),
  )
  for (const { title, parameters } of conventions) for (const name of parameters) expect(names, title).toContain(name)
})

it('an operation is found by fields that stand with an object', () => {
  const entry = entries.find(({ id }) => id === 'admingetissuedapikey')
  expect(entry?.text).toContain('old_secret_callers')
})

it('every section says what it is about', () => {
  expect(groups.filter(({ description }) => description === null).map(({ title }) => title)).toEqual([])
})
