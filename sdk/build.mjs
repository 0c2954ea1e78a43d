// The package as it is installed: JavaScript by esbuild, types by TypeScript. `node build.mjs [folder]`; dist/ when none is named.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

const here = import.meta.dirname
const outdir = resolve(process.argv[2] ?? join(here, 'dist'))

rmSync(outdir, { recursive: true, force: true })
await build({
  absWorkingDir: here,
  entryPoints: ['src/index.ts', 'src/express.ts', 'src/fastify.ts', 'src/hono.ts'],
  outdir,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
})

const typescript = dirname(createRequire(import.meta.url).resolve('typescript7/package.json'))
const tsc = [join(typescript, 'bin/tsc'), '--project', here, '--outDir', outdir]
const { status } = spawnSync(process.execPath, tsc, { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

// Types name each other by the names of their sources.
for (const name of readdirSync(outdir).filter((name) => name.endsWith('.d.ts'))) {
  const path = join(outdir, name)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replaceAll(/(from '\.\/[^']+|from "\.\/[^"]+)\.ts(['"])/g, '$1.js$2'))
}
