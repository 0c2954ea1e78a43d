import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './steps.mjs'

const TESTS = /\.test\.tsx?$/

/** One hash of files and folders, by their names and bytes; tests do not count. */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths)
    for (const file of filesOf(join(root, path)))
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function filesOf(path) {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]))
      .filter((file) => !TESTS.test(file))
  } catch (error) {
    if (error.code === 'ENOTDIR') return TESTS.test(path) ? [] : [path]
    throw error
  }
}

/** Does work whose result was stamped with another fingerprint, or not at all. */
export async function whenStale(stampFile, mark, work) {
  const path = join(root, stampFile)
  if (existsSync(path) && readFileSync(path, 'utf8') === mark) return
  await work()
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, mark)
}
