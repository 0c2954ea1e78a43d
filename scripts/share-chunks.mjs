import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const ITS_MAP = /\n+\/\/# sourceMappingURL=\S+\s*$/
/** What is smaller is not worth another file to open. */
const LEAST_CHARACTERS = 10_000

/**
 * Next writes a chunk of server code again for each group of pages that needs it, under another name, and a process that has loaded
 * all pages holds every copy. Makes each copy load the first.
 *
 * @param folder the build's folder of server chunks
 * @returns how many files became such
 */
export function shareChunks(folder) {
  const firsts = new Map()
  let shared = 0
  const files = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.js'))
  for (const file of files.sort()) {
    const code = readFileSync(join(folder, file), 'utf8').replace(ITS_MAP, '')
    if (code.length < LEAST_CHARACTERS) continue
    const first = firsts.get(code)
    if (first === undefined) firsts.set(code, file)
    else {
      writeFileSync(join(folder, file), `module.exports=require(${JSON.stringify(pathTo(first, file))})\n`)
      shared += 1
    }
  }
  return shared
}

function pathTo(file, from) {
  const path = relative(dirname(from), file).replaceAll('\\', '/')
  return path.startsWith('.') ? path : `./${path}`
}
