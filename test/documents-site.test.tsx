import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { DocumentText } from '#components/docs/markdown'
import { documentLink } from '#lib/documents/links'
import { readLibrary } from '#lib/documents/source'
import { projectRoot } from '#server/project-root'

// What is served below /docs, made of the documents as they are.
const folder = join(projectRoot, 'docs')
const { contents, pages } = readLibrary(folder)
const listed = new Set(pages.keys())

const htmlOf = (path: string): string => {
  const page = pages.get(path)
  return renderToStaticMarkup(<DocumentText path={path} markdown={page?.body ?? ''} listed={listed} />)
}
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found = '']) => found)

it('the index lists every page once', () => {
  const paths = contents.sections.flatMap(({ entries }) => entries.map(({ path }) => `${path}.md`))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const forReaders = files.filter((path) => path.endsWith('.md') && !/^(decisions\/|README)/.test(path))
  expect(paths.toSorted()).toEqual(forReaders.toSorted())
})

it('every section says what it is for', () => {
  for (const { title, description, entries } of contents.sections) {
    expect([title, description.length > 10, entries.length > 0]).toEqual([title, true, true])
  }
})

describe.each([...listed])('/docs/%s', (path) => {
  const page = pages.get(path)
  const html = htmlOf(path)

  it('has a title and a description', () => {
    expect(page?.title).toMatch(/^\p{Lu}/u)
    expect(page?.description.length).toBeGreaterThan(20)
  })

  it('has no style attribute, no comment and nothing of HTML that a document holds', () => {
    expect(html).not.toMatch(/ style=|<!--|&lt;!--|<script|<iframe/)
  })

  it('lists exactly its headings, by the anchors that they have', () => {
    const ids = all(html, /<h[2-4] id="([^"]+)"/g)
    expect(page?.parts.slice(1).map(({ anchor }) => anchor)).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('leads only to pages and headings that there are', () => {
    for (const href of all(html, /<a[^>]* href="([^"]+)"/g)) {
      const [to = '', anchor] = href.split('#', 2)
      if (/^https?:/.test(href)) continue
      const target = to === '' ? path : to.replace(/^\/docs\/?/, '')
      if (target === '' || target === 'api') continue
      expect(listed, href).toContain(target)
      if (anchor !== undefined)
        expect(
          pages.get(target)?.parts.map((part) => part.anchor),
          href,
        ).toContain(anchor)
    }
    for (const src of all(html, /<img[^>]* src="([^"]+)"/g))
      expect(existsSync(join(folder, src.replace(/^\/docs\//, ''))), src).toBe(true)
  })

  it('names files of the source that there are', () => {
    const links = all(page?.body ?? '', /\]\(([^)\s]+)\)/g).map((href) => documentLink(path, href, listed))
    for (const link of links)
      if (link.kind === 'source') expect(existsSync(join(projectRoot, link.path)), link.path).toBe(true)
  })
})

it('leaves out HTML that a document holds, and turns no address into a script', () => {
  const markdown =
    '<script>alert(1)</script>\n\n[a](javascript:alert(1)) <b onclick="x">b</b> <img src=x onerror=y>\n\n![p](../x.png)'
  const html = renderToStaticMarkup(<DocumentText path="guides/x" markdown={markdown} listed={listed} />)
  expect(html).not.toMatch(/script|onclick|onerror|<img|<b/)
})
