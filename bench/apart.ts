import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { BUILT } from './measure.ts'
import { pinned } from './processes.ts'

/**
 * Runs a script of bench/apart as a process of its own on core 0, with gc() at hand, and returns the JSON that it prints. What is
 * looked at alone, time or memory, must not be shared with whoever looks.
 */
export async function runApart<T>(name: 'hold-keys' | 'time-matcher', env: Record<string, string>): Promise<T> {
  const [file, ...args] = pinned(0, [process.execPath, '--expose-gc', `${BUILT}/${name}.js`])
  const { stdout } = await promisify(execFile)(file, args, { env: { ...process.env, ...env } })
  return JSON.parse(stdout) as T
}

/** Builds it first. */
export async function buildApart(name: string): Promise<void> {
  await build({
    entryPoints: { [name]: `bench/apart/${name}.ts` },
    outdir: BUILT,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  })
}
