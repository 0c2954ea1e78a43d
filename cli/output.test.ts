import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { gatelist, key, stubServer } from './fixtures.ts'
import { printable } from './terminal/printable.ts'
import { styleOf } from './terminal/style.ts'
import { renderTable } from './terminal/table.ts'
import { textWidth, truncate } from './terminal/text-width.ts'

const evil = { ...key, name: 'a\u001b]0;owned\u0007\u009b31m\u202eb\nc', scopes: ['\u001b[2J'] }
let server: Awaited<ReturnType<typeof stubServer>>
beforeAll(async () => {
  server = await stubServer(({ path }) =>
    path.includes('broken')
      ? { status: 400, headers: { 'X-Request-Id': '\tid' }, body: { error: { message: 'no \u001b[2J\u0007' } } }
      : { body: evil },
  )
})
afterAll(() => server.close())
const get = (...more: string[]) => ['keys', 'issued', 'get', 'ID', '-e', server.url, ...more]
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/

describe('text of the server', () => {
  test.each(['table', 'json', 'json-pretty', 'yaml'])(
    'comes to a terminal without control characters as %s',
    async (format) => {
      const { stdout, stderr } = await gatelist(get('--format', format), { typed: '', env: { NO_COLOR: '1' } })
      expect(stdout).not.toBe('')
      expect(stdout).not.toMatch(CONTROLS)
      expect(stderr).not.toMatch(CONTROLS)
    },
  )

  test.each([
    ['json', (text: string) => JSON.parse(text)],
    ['yaml', (text: string) => parse(text)],
  ])('keeps its value as %s', async (format, read) => {
    expect(read((await gatelist(get('--format', format))).stdout)).toEqual(evil)
  })

  it('is as harmless in errors', async () => {
    const { stderr } = await gatelist(['keys', 'issued', 'get', 'broken', '-e', server.url])
    expect(stderr).toBe('Error: keys issued get: no [2J (request id)\n')
  })
})

describe('colour', () => {
  const isColored = async (env: Record<string, string>, typed?: string) =>
    (await gatelist(get(), { env, ...(typed === undefined ? {} : { typed }) })).stdout.includes('\u001b[')
  test.each([
    ['a terminal', {}, '', true],
    ['a pipe', {}, undefined, false],
    ['a terminal with NO_COLOR', { NO_COLOR: '1' }, '', false],
    ['a terminal with an empty NO_COLOR', { NO_COLOR: '' }, '', true],
    ['a pipe with FORCE_COLOR', { FORCE_COLOR: '1' }, undefined, true],
    ['a terminal with FORCE_COLOR=0', { FORCE_COLOR: '0' }, '', false],
    ['a pipe with both', { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false],
    ['a dumb terminal', { TERM: 'dumb' }, '', false],
  ] as const)('on %s', async (_, env, typed, expected) => {
    expect(await isColored(env, typed)).toBe(expected)
  })
})

describe('a table', () => {
  const style = styleOf({ env: { NO_COLOR: '1' } }, process.stdout)
  const table = {
    columns: [{ title: 'ID' }, { title: 'NAME', shrinks: true }, { title: 'NOTE', shrinks: true }],
    rows: [['0199a0b0-0000', 'x'.repeat(30), '東京タワー'.repeat(4)]],
  } as const

  test.each([40, 50, 60])('fits %i columns, and cuts no id', (width) => {
    const lines = renderTable(table, { style, width }).trimEnd().split('\n')
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width)
    expect(lines[1]).toContain('0199a0b0-0000  x')
    expect(lines[1]).toContain('…')
  })

  it('cuts nothing away from a terminal', () => {
    expect(renderTable(table, { style })).toContain('x'.repeat(30))
  })

  test.each([
    ['plain', 5],
    ['東京', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['日本語', 6],
  ])('counts %s as %i', (text, width) => {
    expect(textWidth(text)).toBe(width)
  })

  it('cuts between characters as people see them', () => {
    expect(truncate('日本語', 4)).toBe('日…')
    expect(truncate('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…')
    expect(truncate('short', 5)).toBe('short')
  })
})

it('makes one line of any text', () => {
  expect(printable('a\r\n\tb\u0000\u007f\u0085\u2028c')).toBe('a bc')
})
