import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resumedExportFile } from './export-file.ts'

const folder = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-export-file-`))

async function resumed(text: string, format: 'csv' | 'ndjson') {
  const path = join(folder, `cut.${format}`)
  writeFileSync(path, text)
  const { handle, reader } = await resumedExportFile(path, format)
  await handle.close()
  return { kept: readFileSync(path, 'utf8'), cursor: reader.cursor, rows: reader.rows }
}

const csv = 'id,note\r\na1,plain\r\nb2,"two\nlines"\r\nc3,"a ""quoted"" word"\r\n'
const lines = '{"id":"a1","note":"x"}\n{"id":"b2","note":"y"}\n'

describe('a file that broke off', () => {
  it.each([
    ['within its head', 'id,no', '', null, 0],
    ['behind its head', 'id,note\r\n', '', null, 0],
    ['within a quoted field, at its line end', csv.slice(0, csv.indexOf('lines')), csv.slice(0, 19), 'a1', 1],
    ['between the two bytes of a line end', csv.slice(0, 18), '', null, 0],
    ['behind a row', csv.slice(0, 35), csv.slice(0, 35), 'b2', 2],
    ['nowhere', csv, csv, 'c3', 3],
  ])('%s is cut back to its last whole row', async (_, text, kept, cursor, rows) => {
    expect(await resumed(text, 'csv')).toEqual({ kept, cursor, rows })
  })

  it('as NDJSON is cut back to its last whole line', async () => {
    expect(await resumed(lines.slice(0, -3), 'ndjson')).toEqual({ kept: lines.slice(0, 23), cursor: 'a1', rows: 1 })
  })

  it.each([
    ['ndjson', 'some other file\n'],
    ['ndjson', 'some other file'],
    ['csv', 'Dear reader: this is no export'],
  ] as const)('as %s is no export where it does not begin like one, and stays as it is: %j', async (format, text) => {
    await expect(resumed(text, format)).rejects.toThrow(`is no export as ${format}`)
    expect(readFileSync(join(folder, `cut.${format}`), 'utf8')).toBe(text)
  })

  it('that is not there yet is made for its owner alone', async () => {
    const path = join(folder, 'new.csv')
    await (await resumedExportFile(path, 'csv')).handle.close()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
