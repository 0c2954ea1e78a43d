import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { projectRoot } from '#server/project-root'
import { openAdminDoor } from '#test/admin/door'
import { findProgram, statedVariables } from './proxy.ts'

const guide = readFileSync(join(projectRoot, 'docs/guides/in-front-of-your-api.md'), 'utf8')
const [, command = ''] = /^ *(curl .*)$/m.exec(guide) ?? []

it.skipIf(findProgram('curl') === null)(
  'the guide finds the id of a workspace (skipped where there is no curl)',
  async () => {
    Object.assign(process.env, statedVariables('nginx.conf'))
    const door = await openAdminDoor()
    try {
      const { secret } = await door.issue({ ip_restriction: { allowed_cidrs: ['203.0.113.7/32'] } })
      const here = command.replace('http://127.0.0.1:3000', door.url)
      const { stdout } = await promisify(execFile)('sh', ['-c', here], { env: { ...process.env, KEY: secret } })
      expect(stdout.trim().toLowerCase()).toBe(`x-key-workspace: ${door.id}`)
    } finally {
      await door.close()
    }
  },
)
