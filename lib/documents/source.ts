import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Contents, readContents } from './contents.ts'
import { type DocumentPage, readPage } from './page.ts'

/** The documents of this installation, read whole. Some hundred kilobytes. */
export type Library = { readonly contents: Contents; readonly pages: ReadonlyMap<string, DocumentPage> }

// Next bundles this file, so its own place says nothing; every start of ours runs in the project's folder.
const folder = () => join(process.cwd(), 'docs')

let kept: Library | undefined

/** Read once in production. In development a saved document is there at the next look. */
export function library(): Library {
  if (kept !== undefined && process.env.NODE_ENV !== 'development') return kept
  kept = readLibrary(folder())
  return kept
}

export function readLibrary(root: string): Library {
  const read = (name: string) => readFileSync(join(/* turbopackIgnore: true */ root, name), 'utf8')
  const contents = readContents(read('README.md'))
  const paths = contents.sections.flatMap(({ entries }) => entries.map(({ path }) => path))
  return { contents, pages: new Map(paths.map((path) => [path, readPage(path, read(`${path}.md`))])) }
}

/** A picture by its checked name; null when there is none. */
export function readImage(name: string): Buffer<ArrayBuffer> | null {
  try {
    return readFileSync(join(/* turbopackIgnore: true */ folder(), 'images', name))
  } catch {
    return null
  }
}
