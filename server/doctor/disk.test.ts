import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { diskChecks } from '#server/doctor/disk'

const folder = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-disk-`))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const found = async (dataDir: string) =>
  (await diskChecks(dataDir)).map(({ name, level, text }) => ({ name, level, text }))

it('tells that the data folder can be written, and how much is free there', async () => {
  const checks = await found(folder)
  expect(checks).toEqual([
    { name: 'data folder', level: 'ok', text: `${folder} can be read and written.` },
    { name: 'space', level: expect.any(String), text: expect.stringMatching(/^\d+\.\d GiB are free at /) },
  ])
})

it('looks beside a data folder that the first start will make', async () => {
  expect(await found(join(folder, 'later'))).toMatchObject([
    { name: 'data folder', level: 'skipped' },
    { name: 'space', text: expect.stringContaining(folder) },
  ])
})

it('says that a data folder is none', async () => {
  writeFileSync(join(folder, 'file'), '')
  expect(await found(join(folder, 'file', 'data'))).toMatchObject([{ name: 'data folder', level: 'problem' }])
})
