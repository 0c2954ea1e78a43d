import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

type RunningProcess = {
  /** Differs for two processes that had the same number at different times. */
  readonly identity: string
  readonly command: string
}

/** What runs under a process number, or null. A zombie does not run. */
export function runningProcess(pid: number): RunningProcess | null {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): RunningProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in brackets may hold anything; what follows the last bracket is state, then start time as the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return { identity: `${boot}/${fields[19]}`, command }
  } catch {
    return null
  }
}

function fromPs(pid: number): RunningProcess | null {
  try {
    const field = (name: string) =>
      execFileSync('ps', ['-o', `${name}=`, '-p', String(pid)], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C' },
      }).trim()
    if (field('stat').startsWith('Z')) return null
    return { identity: field('lstart'), command: field('command') }
  } catch {
    return null
  }
}

/** Asks again and again until `done` says yes. @returns whether it did before the time was up */
export async function waitUntil(
  done: () => boolean | Promise<boolean>,
  timeoutMs: number,
  everyMs = 25,
): Promise<boolean> {
  const end = performance.now() + timeoutMs
  while (!(await done())) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  return true
}
