import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, checksOf } from '#lib/doctor/check'
import type { Env } from '#lib/env'

const { ok, warning, problem, skipped } = checksOf('configuration')
const NAME = 'master secret'

/** Whether there is a master secret and who can read it. */
export function secretChecks({ secret }: Env, dataDir: string): { secret: string | null; checks: readonly Check[] } {
  if (secret !== undefined) return { secret, checks: [ok(NAME, 'The master secret is that of GATELIST_SECRET.')] }
  const path = join(dataDir, 'secret')
  try {
    if (!existsSync(path))
      return { secret: null, checks: [skipped(NAME, 'There is no master secret yet; the first start makes it.')] }
    const kept = readFileSync(path, 'utf8').trim()
    if (kept.length < 32)
      return {
        secret: null,
        checks: [
          problem(NAME, `${path} holds no secret of at least 32 characters.`, {
            fix: 'Bring back the file from your backup.',
          }),
        ],
      }
    const others = statSync(path).mode & 0o077
    if (others === 0 || process.platform === 'win32')
      return { secret: kept, checks: [ok(NAME, `The master secret is in ${path}.`)] }
    return {
      secret: kept,
      checks: [warning(NAME, `Other accounts of this machine can open ${path}.`, { fix: `chmod 600 ${path}` })],
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return {
      secret: null,
      checks: [
        problem(NAME, `${path} cannot be read (${code ?? 'unknown'}).`, {
          fix: 'Run this as the user that runs the server.',
        }),
      ],
    }
  }
}
