import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Check, checksOf } from '#lib/doctor/check'

const { ok, warning, problem, skipped } = checksOf('disk')

const FEW_BYTES = 1024 ** 3
const TOO_FEW_BYTES = 100 * 1024 ** 2

/** Whether the data folder can be written, and how much fits beside it. */
export async function diskChecks(dataDir: string): Promise<readonly Check[]> {
  try {
    await access(dataDir, constants.R_OK | constants.W_OK)
    return [ok('data folder', `${dataDir} can be read and written.`), await spaceCheck(dataDir)]
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      return [
        problem('data folder', `${dataDir} cannot be written.`, { fix: 'Give it to the user that runs the server.' }),
      ]
    return [
      skipped('data folder', `${dataDir} is not there yet; the first start makes it.`),
      await spaceCheck(dirname(dataDir)),
    ]
  }
}

async function spaceCheck(folder: string): Promise<Check> {
  const space = await statfs(folder).catch(() => null)
  if (space === null) return skipped('space', `How much is free at ${folder} cannot be told.`)
  const free = space.bavail * space.bsize
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB are free at ${folder}.`
  if (free < TOO_FEW_BYTES) return problem('space', text, { fix: 'Free some: PostgreSQL stops when there is none.' })
  return free < FEW_BYTES ? warning('space', text) : ok('space', text)
}
