import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { gatelist } from '../fixtures.ts'

const scriptFor = async (shell: string) => (await gatelist(['completion', shell])).stdout
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

/** What the script offers after these words, the last of which is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const typed = ['gatelist', ...words].map((word) => `'${word}'`).join(' ')
  const ask = `COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _gatelist; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${await scriptFor('bash')}\n${ask}`], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

describe.skipIf(!has('bash'))('in bash', () => {
  test.each([
    [['k'], ['keys']],
    [
      ['keys', 'i'],
      ['issue', 'issued', 'imported', 'import-ranges'],
    ],
    [['keys', 'issued', 're'], ['revoke']],
    [['keys', 'res'], ['restore']],
    [['keys', 'issued', 'revoke', '--reason', 'su'], ['superseded']],
    [['keys', '--format', 'issued', ''], []],
    [['admin', 'token', 'create', '--rol'], ['--role']],
    [['keys', 'import-ranges', '--serv'], ['--service']],
    [
      ['keys', 'export-list', '--as', ''],
      ['text', 'csv', 'json'],
    ],
    [['admin', 'token', 'create', '--role', 'w'], ['write']],
    [['keys', 'create', '--act'], ['--actor']],
    [
      ['-e', 'keys', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [
      ['keys', 'issued', 'list', '--format', 'json'],
      ['json', 'json-pretty'],
    ],
  ])('after %j come %j', async (words, expected) => {
    const words_ = await offered(...words)
    if (expected.length > 0)
      expect(words_.filter((word) => !word.startsWith('--') || expected.includes(word))).toEqual(expected)
    else expect(words_).toContain('issue')
  })
})

test.each(['zsh', 'fish'])('the script for %s knows every command, alias and option', async (shell) => {
  const script = await scriptFor(shell)
  for (const word of [
    'keys issued rotate',
    'keys validate',
    'admin token create',
    'grace-period',
    'keys imported batch-import',
  ])
    expect(script).toContain(word)
})

test.each(['bash', 'zsh', 'fish'].filter(has))('%s takes the script as well-formed', async (shell) => {
  const path = join(mkdtempSync(join(tmpdir(), `gatelist-test-${process.pid}-completion-`)), 'script')
  writeFileSync(path, await scriptFor(shell))
  const { status, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

it('an unknown shell is wrong usage', async () => {
  expect((await gatelist(['completion', 'tcsh'])).code).toBe(2)
})
