import { describe, expect, it } from 'vitest'
import { createKeyFinder } from './freshness.ts'
import { compileAllowlist, type KeyRecord, noFacts } from './key-record.ts'
import { type ClockAnswer, type KeySource, type LoadAnswer, MAX_CHANGES_LISTED } from './source.ts'

/**
 * A database of one process's memory whose answers can be held back: it reads when a call is sent, as a snapshot does,
 * and answers when told to.
 */
function heldDatabase() {
  let clock = 0
  let horizon = 0
  const keys = new Map<string, { record: KeyRecord; clock: number }>()
  const held: { kind: 'question' | 'load'; release(): void }[] = []
  const counts = { questions: 0, loads: 0 }
  let holding = false

  function answer<T>(kind: 'question' | 'load', snapshot: T): Promise<T> {
    if (!holding) return Promise.resolve(snapshot)
    return new Promise((resolve) => held.push({ kind, release: () => resolve(snapshot) }))
  }

  const source: KeySource = {
    changedSince(since) {
      counts.questions += 1
      const changed = [...keys.values()].filter((key) => key.clock > since).map((key) => key.record.keyId)
      return answer<ClockAnswer>('question', { value: clock, horizon, now: 0, changed })
    },
    load(digests) {
      counts.loads += 1
      const found = digests.flatMap((digest): [string, KeyRecord][] => {
        const key = keys.get(digest)
        return key === undefined ? [] : [[digest, key.record]]
      })
      return answer<LoadAnswer>('load', { value: clock, now: 0, records: new Map(found) })
    },
    close: async () => undefined,
  }
  return {
    source,
    counts,
    /** Saves a new state of a key; what is told apart by the test is `revokedAt`. */
    save(digest: string, version: number) {
      clock += 1
      keys.set(digest, { record: recordOf(digest, version), clock })
    },
    remove(digest: string) {
      const gone = keys.get(digest)
      clock += 1
      keys.delete(digest)
      if (gone !== undefined) keys.set(`deleted ${digest}`, { record: gone.record, clock })
    },
    forgetHistory() {
      clock += 1
      horizon = clock
    },
    goBackTo(value: number) {
      clock = value
    },
    hold() {
      holding = true
    },
    /** Lets the oldest held answer of a kind arrive. */
    release(kind: 'question' | 'load') {
      const index = held.findIndex((one) => one.kind === kind)
      held.splice(index, 1)[0]?.release()
    },
    releaseLatest(kind: 'question' | 'load') {
      const index = held.findLastIndex((one) => one.kind === kind)
      held.splice(index, 1)[0]?.release()
    },
    letGo() {
      holding = false
      for (const one of held.splice(0)) one.release()
    },
  }
}

function recordOf(digest: string, version: number): KeyRecord {
  return {
    keyId: `id of ${digest}`,
    workspaceId: 'w',
    accessMode: 'open',
    pausedAt: null,
    revokedAt: version,
    expiresAt: null,
    allowlist: compileAllowlist([]),
    rateLimit: null,
    facts: noFacts,
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
const turns = async () => {
  for (let count = 0; count < 5; count += 1) await turn()
}

describe('the validated cache', () => {
  it('answers again from memory, after one question', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    await find('k')
    expect((await find('k')).key?.revokedAt).toBe(1)
    expect(database.counts).toEqual({ questions: 1, loads: 1 })
  })

  it('judges the next request by a change saved before it, whoever saved it', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    for (let version = 1; version <= 20; version += 1) {
      database.save('k', version)
      expect((await find('k')).key?.revokedAt).toBe(version)
    }
  })

  it('sees that a key was deleted', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    await find('k')
    database.remove('k')
    expect((await find('k')).key).toBeNull()
  })

  it('does not remember that a key is unknown', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    expect((await find('k')).key).toBeNull()
    database.save('k', 1)
    expect((await find('k')).key?.revokedAt).toBe(1)
  })

  it('trap 1: does not put back a record whose load began before it was forgotten', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('other', 1)
    await find('other')
    database.save('k', 1)
    database.hold()
    const slow = find('k') // reads version 1
    await turns()
    database.save('k', 2)
    const asker = find('other') // its question moves the clock past version 2
    await turns()
    database.release('question')
    await asker
    database.release('load') // version 1 arrives only now
    expect((await slow).key?.revokedAt).toBe(1) // right for a request that came before the save
    database.letGo()
    expect((await find('k')).key?.revokedAt).toBe(2)
  })

  it('trap 2: does not join a load that began before the request', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    database.hold()
    const early = find('k') // reads version 1
    await turns()
    database.save('k', 2)
    const late = find('k')
    await turns()
    database.release('load')
    expect((await early).key?.revokedAt).toBe(1)
    database.letGo()
    expect((await late).key?.revokedAt).toBe(2)
  })

  it('does not join a question that was sent before the request', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    await find('k')
    database.hold()
    const early = find('k') // asks: nothing changed
    await turns()
    database.save('k', 2)
    const late = find('k')
    await turns()
    database.release('question')
    expect((await early).key?.revokedAt).toBe(1)
    database.letGo()
    expect((await late).key?.revokedAt).toBe(2)
  })

  it('is not misled by an answer that a later one has overtaken', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    await find('k')
    database.hold()
    const early = find('k') // asks: nothing changed
    await turns()
    database.save('k', 2)
    const late = find('k') // asks: k changed
    await turns()
    database.releaseLatest('question')
    await turns()
    database.release('question') // the early answer arrives last
    database.letGo()
    expect((await late).key?.revokedAt).toBe(2)
    await early
    const loads = database.counts.loads
    expect((await find('k')).key?.revokedAt).toBe(2)
    expect(database.counts.loads).toBe(loads)
  })

  it('forgets everything when the database has gone back in time', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    database.save('k', 2)
    await find('k')
    await find('k')
    database.goBackTo(0)
    database.save('k', 1)
    expect((await find('k')).key?.revokedAt).toBe(1)
  })

  it('forgets everything when changes can no longer be listed', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    await find('k')
    await find('k')
    database.forgetHistory()
    const before = database.counts.loads
    await find('k')
    expect(database.counts.loads).toBe(before + 1)
  })

  it('forgets everything when more changed than one answer lists', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    await find('k')
    for (let count = 0; count <= MAX_CHANGES_LISTED; count += 1) database.save(`n${count}`, 1)
    database.save('k', 2)
    expect((await find('k')).key?.revokedAt).toBe(2)
  })

  it('answers nobody when the database is silent, and everybody when it is back', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 50)
    database.save('k', 1)
    await find('k')
    database.hold()
    await expect(find('k')).rejects.toThrow('no answer within 50 ms')
    database.letGo()
    expect((await find('k')).key?.revokedAt).toBe(1)
  })
})
