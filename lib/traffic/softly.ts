import { log } from '#lib/log'

/** Counting never fails whoever is counted: what goes wrong is told in the log. */
export async function softly(work: () => Promise<void>, complaint: string): Promise<void> {
  try {
    await work()
  } catch (error) {
    log.warn({ err: error }, complaint)
  }
}
