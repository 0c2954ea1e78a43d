import { residentMiB } from '../bench/processes.ts'

const LOOK_MS = 200

/** The most memory that a process has while something is done, in MiB. */
export async function mostMemoryOf(pid: number, work: () => Promise<void>): Promise<number> {
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, residentMiB(pid))
  }, LOOK_MS)
  try {
    await work()
  } finally {
    clearInterval(watch)
  }
  return most
}
