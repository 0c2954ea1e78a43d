/** Reads in one statement what changes made old, a little after they did. */
export type Refresher = {
  /** A change made a record old that was held. `bytes`: how much memory it took. */
  noteOld(digest: string, bytes: number): void
  /** A record answered a call. */
  noteUsed(digest: string): void
  /** A record is not held any more, for want of room. */
  noteGone(digest: string): void
  /** No record is held any more. */
  clear(): void
}

/** Read one by one, records cost several times as much as read together. Whoever calls earlier reads at once, as ever. */
const DELAY_MS = 50
/** More at a time would keep calls waiting; what is left out is read when it is called. */
const MOST = 100
const MOST_BYTES = 256 * 1024

/**
 * Looks after the records that are in use while they keep changing. What was not called since it was last read here is not read
 * again: whoever changes a key that nobody calls causes one read in vain.
 * Nothing rests on it: what it reads is held by the same rules as any read, and answers only after the same question.
 *
 * @param read reads records by their digests and resolves to those that are held now
 */
export function createRefresher(read: (digests: readonly string[]) => Promise<readonly string[]>): Refresher {
  const old = new Set<string>()
  const unused = new Set<string>()
  let bytesOfOld = 0
  /** Until what is old now has been read. */
  let underWay = false

  async function readOld(): Promise<void> {
    const digests = [...old]
    old.clear()
    bytesOfOld = 0
    try {
      for (const digest of await read(digests)) unused.add(digest)
    } catch {
      // Nobody waits for it: a call that needs one of them reads it, or says that it cannot.
    }
    underWay = false
    if (old.size > 0) readSoon()
  }

  function readSoon(): void {
    if (underWay) return
    underWay = true
    setTimeout(readOld, DELAY_MS).unref()
  }

  return {
    noteOld(digest, bytes) {
      if (unused.delete(digest) || old.has(digest) || old.size >= MOST || bytesOfOld + bytes > MOST_BYTES) return
      old.add(digest)
      bytesOfOld += bytes
      readSoon()
    },
    noteUsed(digest) {
      if (unused.size > 0) unused.delete(digest)
    },
    noteGone: (digest) => void unused.delete(digest),
    clear() {
      old.clear()
      unused.clear()
      bytesOfOld = 0
    },
  }
}
