// What the scripts share for showing their work. Plain Node: nothing is installed yet when this runs.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

const SHOW_EVERY_MS = 5000

/** Something the person at the keyboard can mend; shown without a stack. */
export class Problem extends Error {}

let say = console.log

/** For scripts whose standard output belongs to the program they start. */
export function sayOnStandardError() {
  say = console.error
}

/** Says what is done, and how long it takes when it takes long. */
export async function step(title, work) {
  const start = performance.now()
  const seconds = () => `${Math.round((performance.now() - start) / 1000)} s`
  say(title)
  const timer = setInterval(() => say(`  … ${seconds()}`), SHOW_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (performance.now() - start > SHOW_EVERY_MS) say(`  done in ${seconds()}`)
  }
}

/**
 * Runs a program and resolves to its exit code and output.
 *
 * @param options.show whether its output goes to the terminal as it comes, instead of being kept
 */
export function run(command, args, { env = {}, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk
      })
    }
    const passOn = (signal) => child.kill(signal)
    process.on('SIGTERM', passOn).on('SIGINT', passOn)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      process.off('SIGTERM', passOn).off('SIGINT', passOn)
      if (signal === 'SIGTERM' || signal === 'SIGINT') process.exit(130)
      resolve({ code: code ?? 1, output })
    })
  })
}

/** Runs a program that must succeed; its output is shown only when it does not. */
export async function must(what, command, args, options) {
  const { code, output } = await run(command, args, options)
  if (code !== 0) throw new Problem(`${output.trimEnd()}\n\n${what} failed (exit code ${code}); its output is above.`)
}

/** Ends the script in words when something can be mended, with a stack when it is a bug. */
export async function main(work) {
  process.chdir(root)
  try {
    await work()
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message}\n` : error)
    process.exit(1)
  }
}
