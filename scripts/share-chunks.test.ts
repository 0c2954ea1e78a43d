import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { testFolder } from '#test/postgres'
import { shareChunks } from './share-chunks.mjs'

const code = (text: string) => `module.exports=[1,()=>${JSON.stringify(text.repeat(10_000))}];`

it('lets copies of a chunk be the first, and leaves what differs or is small', () => {
  const folder = testFolder('chunks')
  mkdirSync(join(folder, 'ssr'))
  const files = {
    'a.js': `${code('a')}\n\n//# sourceMappingURL=a.js.map`,
    'b.js': `${code('a')}\n\n//# sourceMappingURL=b.js.map`,
    'b.js.map': '{}',
    'other.js': code('o'),
    'small.js': 'module.exports=[]',
    'small-too.js': 'module.exports=[]',
    'ssr/[c] d.js': `${code('a')}\n//# sourceMappingURL=c.js.map\n`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}')

  expect(shareChunks(folder)).toBe(2)
  const load = createRequire(join(folder, 'x.js'))
  expect(load('./b.js')).toBe(load('./a.js'))
  expect(load('./ssr/[c] d.js')).toBe(load('./a.js'))
  for (const name of ['a.js', 'b.js.map', 'other.js', 'small.js', 'small-too.js'] as const)
    expect(readFileSync(join(folder, name), 'utf8')).toBe(files[name])
  // Once more changes nothing.
  expect(shareChunks(folder)).toBe(0)
  rmSync(folder, { recursive: true })
})
