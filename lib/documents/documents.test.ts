import { describe, expect, it } from 'vitest'
import { anchorSequence } from './anchors.ts'
import { neighboursOf, readContents } from './contents.ts'
import { documentImage, documentLink, isImageName } from './links.ts'
import { readPage } from './page.ts'
import { searchDocuments } from './search.ts'

describe('anchors', () => {
  it('are those that GitHub makes, and never the same twice on a page', () => {
    const anchor = anchorSequence()
    expect(['What it does', '`POST /v1/verify`', "It's here: §5_x", 'What it does', 'Änderung'].map(anchor)).toEqual([
      'what-it-does',
      'post-v1verify',
      'its-here-5_x',
      'what-it-does-1',
      'änderung',
    ])
  })
})

describe('contents', () => {
  const contents = readContents(
    '# Docs\n\nA lead\nof two lines.\n\n## One\n\nAbout it.\n\n- [A](guides/a.md): the `first`\n- [B](b.md): second\n\n## Two\n\n- [C](operate/c.md): third\n\n## Elsewhere\n\nNo pages.\n',
  )

  it('has sections with their pages in order, without those that have none', () => {
    expect(contents.lead).toBe('A lead of two lines.')
    expect(contents.sections.map(({ id, description, entries }) => [id, description, entries.length])).toEqual([
      ['one', 'About it.', 2],
      ['two', '', 1],
    ])
    expect(contents.sections[0]?.entries[0]).toEqual({ path: 'guides/a', title: 'A', summary: 'the first' })
  })

  it('goes from a page to the one before and the one after, across sections', () => {
    const of = (path: string) => {
      const found = neighboursOf(contents, path)
      return found && [found.section.id, found.previous?.path ?? null, found.next?.path ?? null]
    }
    expect([of('guides/a'), of('b'), of('operate/c'), of('nowhere')]).toEqual([
      ['one', null, 'b'],
      ['one', 'guides/a', 'operate/c'],
      ['two', 'b', null],
      null,
    ])
  })
})

describe('links', () => {
  const listed = new Set(['guides/cli', 'operate/staff', 'configuration'])
  it.each([
    ['cli.md', 'page', '/docs/guides/cli'],
    ['../operate/staff.md#who', 'page', '/docs/operate/staff#who'],
    ['../configuration.md', 'page', '/docs/configuration'],
    ['../README.md', 'page', '/docs'],
    ['#here', 'page', '#here'],
    ['https://example.com/a.md', 'outside', 'https://example.com/a.md'],
    ['//example.com/a', 'outside', '//example.com/a'],
    ['../decisions/001-x.md', 'source', 'docs/decisions/001-x.md'],
    ['../../deploy/gateway/nginx.conf', 'source', 'deploy/gateway/nginx.conf'],
    ['unlisted.md', 'source', 'docs/guides/unlisted.md'],
  ])('%s from a guide is %s %s', (href, kind, to) => {
    const link = documentLink('guides/members', href, listed)
    expect([link.kind, link.kind === 'source' ? link.path : link.href]).toEqual([kind, to])
  })

  it('serves pictures of its own folder alone, and none that can hold a script', () => {
    expect(documentImage('guides/cli', '../images/api-keys.png')).toBe('/docs/images/api-keys.png')
    for (const src of [
      '../images/a.svg',
      'a.png',
      '../images/../../secret.png',
      '../images/x/a.png',
      'https://a.b/c.png',
    ])
      expect(documentImage('guides/cli', src)).toBeNull()
    for (const name of ['..', '.env', '../a.png', 'a/b.png', 'A.PNG', '%2e%2e.png', 'a.png\0', ''])
      expect(isImageName(name)).toBe(false)
  })
})

describe('a page', () => {
  const page = readPage(
    'guides/x',
    '# The `x`\n\n<!-- a:start -->\n\n| a |\n| --- |\n\nFirst [link](y.md) **here**.\n\n## Part `one`\n\n```sh\n## not a heading\n```\n\n### Part one\n\nWords.\n',
  )

  it('has title, description and parts without marks', () => {
    expect([page.title, page.description]).toEqual(['The x', 'First link here.'])
    expect(page.parts.map(({ depth, heading, anchor }) => [depth, heading, anchor])).toEqual([
      [1, '', ''],
      [2, 'Part one', 'part-one'],
      [3, 'Part one', 'part-one-1'],
    ])
  })

  it('that does not begin with a title is refused', () => {
    expect(() => readPage('guides/x', 'Words.')).toThrow('docs/guides/x.md')
  })
})

describe('search', () => {
  const pages = [
    readPage('a', '# Alpha\n\nSomething of keys.\n\n## Lists\n\nA ceiling stands above.\n'),
    readPage('b', `# Ceiling\n\nThe most.\n\n## Other\n\n${'word '.repeat(100)}needle ${'word '.repeat(100)}\n`),
  ]
  const found = (query: string) => searchDocuments(pages, query).map(({ path, anchor }) => [path, anchor])

  it('wants every word, and shows titles before text', () => {
    expect(found('ceiling')).toEqual([
      ['b', ''],
      ['a', 'lists'],
    ])
    expect(found('CEILING above')).toEqual([['a', 'lists']])
    expect([found('ceiling nowhere'), found('  '), found('.*')]).toEqual([[], [], []])
  })

  it('shows the text around what was found', () => {
    const [hit] = searchDocuments(pages, 'needle')
    expect(hit?.excerpt).toMatch(/^… .*needle.* …$/)
    expect(hit?.excerpt.length).toBeLessThan(200)
  })
})
