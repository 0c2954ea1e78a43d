import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { lockFolder } from '#server/folder-lock'
import { runningProcess } from '#server/processes'

let folder: string
const lockFile = () => join(folder, 'gatelist.lock')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-lock-`))
})

describe('the lock of a data folder', () => {
  it('is had once, and given back', () => {
    const unlock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(`already runs on ${folder} (process ${process.pid})`)
    unlock()
    expect(existsSync(lockFile())).toBe(false)
    lockFolder(folder)()
  })

  it('is refused while another living process holds it', () => {
    const other = spawn('sleep', ['30'])
    const pid = other.pid ?? 0
    writeFileSync(lockFile(), JSON.stringify({ pid, identity: runningProcess(pid)?.identity }))
    expect(() => lockFolder(folder)).toThrow(`process ${pid}`)
    other.kill()
  })

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 30, identity: 'x' })],
    ['a process whose number another program has now', JSON.stringify({ pid: process.pid, identity: 'earlier' })],
    ['nobody that can be read', '{"pid":'],
    ['nobody', ''],
  ])('is taken over from %s', (_, text) => {
    writeFileSync(lockFile(), text)
    const unlock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow('already runs')
    unlock()
  })
})
