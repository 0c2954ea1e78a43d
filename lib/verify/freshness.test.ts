import { describe, expect, it } from 'vitest'
import { type Allowlist, compileAllowlist } from './compiled-list.ts'
import { createDependents } from './dependents.ts'
import { createKeyFinder } from './freshness.ts'
import { type KeyRecord, noFacts, ownListOnly } from './key-record.ts'
import { type ClockAnswer, MAX_CHANGES_LISTED } from './question.ts'
import type { KeySource, LoadAnswer } from './source.ts'

/**
 * A database of one process's memory whose answers can be held back: it reads when a call is sent, as a snapshot does,
 * and answers when told to.
 */
function heldDatabase() {
  let clock = 0
  let horizon = 0
  let origin = 'first'
  const keys = new Map<string, { record: KeyRecord; clock: number }>()
  /** Clock values of lists and workspaces. */
  const marks = new Map<string, number>()
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
      const changedKeys = [...keys.values()].filter((key) => key.clock > since).map((key) => key.record.keyId)
      const marked = [...marks].flatMap(([id, at]) => (at > since ? [id] : []))
      const changed = [...changedKeys, ...marked]
      return answer<ClockAnswer>('question', { value: clock, horizon, now: 0, changed, origin })
    },
    load(digests) {
      counts.loads += 1
      const found = digests.flatMap((digest): [string, KeyRecord][] => {
        const key = keys.get(digest)
        return key === undefined ? [] : [[digest, key.record]]
      })
      return answer<LoadAnswer>('load', { value: clock, now: 0, origin, records: new Map(found) })
    },
    heldBytes: 0,
    unreadable: 0,
    warm: async () => undefined,
    close: async () => undefined,
  }
  return {
    source,
    counts,
    /** Saves a new state of a key; what is told apart by the test is `revokedAt`. */
    save(digest: string, version: number, more: Partial<KeyRecord> = {}) {
      clock += 1
      keys.set(digest, { record: { ...recordOf(digest, version), ...more }, clock })
    },
    /** Changes a list, or the ceiling of a workspace: its own id is marked, and every key that is read with it reads otherwise. */
    saveUnder(id: string, version: number) {
      clock += 1
      marks.set(id, clock)
      for (const [digest, { record, clock: own }] of keys) {
        if (record.dependsOn.includes(id)) keys.set(digest, { record: { ...record, revokedAt: version }, clock: own })
      }
    },
    /** Changes the policy of all workspaces: the horizon moves, and every key reads otherwise. */
    saveForAll(version: number) {
      clock += 1
      horizon = clock
      for (const [digest, { record, clock: own }] of keys) {
        keys.set(digest, { record: { ...record, revokedAt: version }, clock: own })
      }
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
    /** Another server takes its place, with a clock of its own. */
    becomeAnother(value: number) {
      origin = `another than ${origin}`
      clock = value
    },
    /** What puts this database back into its place as it is now. */
    keep() {
      const kept = { origin, clock, keys: new Map(keys) }
      return () => {
        origin = kept.origin
        clock = kept.clock
        keys.clear()
        for (const [digest, key] of kept.keys) keys.set(digest, key)
      }
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
    ...ownListOnly,
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

  it('keeps a record that nothing changed, though the clock moved while it was on its way', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('other', 1)
    database.save('k', 1)
    await find('other')
    database.hold()
    const slow = find('k')
    await turns()
    database.save('other', 2)
    const asker = find('other')
    await turns()
    database.release('question')
    await turns()
    database.release('load')
    database.letGo()
    await Promise.all([slow, asker])
    const { loads } = database.counts
    expect((await find('k')).key?.revokedAt).toBe(1)
    expect(database.counts.loads).toBe(loads)
  })

  it('does not keep a record that another first load is ahead of', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    database.save('other', 1)
    database.hold()
    const early = find('k')
    await turns()
    database.save('k', 2)
    const late = find('other')
    await turns()
    database.releaseLatest('load')
    await late
    database.letGo()
    expect((await early).key?.revokedAt).toBe(1)
    expect((await find('k')).key?.revokedAt).toBe(2)
  })

  it('does not keep a record of a database that went back', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('other', 1)
    for (let version = 1; version <= 5; version += 1) database.save('k', version)
    await find('other')
    database.goBackTo(2)
    await find('k')
    database.save('k', 6)
    for (let version = 2; version <= 5; version += 1) database.save('third', version)
    expect((await find('k')).key?.revokedAt).toBe(6)
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
    const { find } = createKeyFinder(database.source, 1000, { questionsAtOnce: 2 })
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

  it('forgets everything when another database has handed out the same clock value for other changes', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    database.save('other', 1)
    expect((await find('k')).key?.revokedAt).toBe(1)
    await find('k')
    // Restored from before `k` was saved as 1: there it is saved as 2 at a value that is told to have been seen.
    database.becomeAnother(0)
    database.save('k', 2)
    database.becomeAnother(2)
    expect((await find('k')).key?.revokedAt).toBe(2)
  })

  it('forgets everything that it held before its first question, too', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1)
    await find('k') // a load alone
    database.becomeAnother(0)
    database.save('k', 2)
    expect((await find('k')).key?.revokedAt).toBe(2)
  })

  it('keeps nothing of a load that another database answers with, once this one was heard again', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    for (const digest of ['k', 'other']) database.save(digest, 1)
    await find('other')
    database.hold()
    const slow = find('k') // version 1, of the first database
    await turns()
    database.becomeAnother(1)
    database.save('k', 2)
    database.letGo()
    await slow
    expect((await find('k')).key?.revokedAt).toBe(2)
  })

  it('does not take what one database answers for what another holds, when two answer by turns', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    for (const digest of ['k', 'other']) database.save(digest, 1)
    await find('other')
    const first = database.keep()
    database.becomeAnother(1)
    database.save('k', 2)
    expect((await find('k')).key?.revokedAt).toBe(2)
    first()
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

describe('keys that keep changing', () => {
  const afterAWhile = () => new Promise((resolve) => setTimeout(resolve, 120))

  /** Both were called; then `k` was saved as version 2, and the call of the other has told of it. */
  async function changedInUse() {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    for (const digest of ['k', 'other']) database.save(digest, 1)
    await Promise.all([find('k'), find('other')])
    database.save('k', 2)
    await find('other')
    return { database, find }
  }

  it('are read together a little after they changed, and answer from memory then', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    for (const digest of ['k', 'l', 'other']) database.save(digest, 1)
    await Promise.all([find('k'), find('l'), find('other')])
    for (const digest of ['k', 'l']) database.save(digest, 2)
    await find('other')
    await afterAWhile()
    expect(database.counts.loads).toBe(2)
    expect((await find('k')).key?.revokedAt).toBe(2)
    expect((await find('l')).key?.revokedAt).toBe(2)
    expect(database.counts.loads).toBe(2)
  })

  it('are judged as last saved: what changes again after that read is not answered from it', async () => {
    const { database, find } = await changedInUse()
    await afterAWhile()
    database.save('k', 3)
    expect((await find('k')).key?.revokedAt).toBe(3)
  })

  it('trap 1: are not put back by such a read that began before they changed again', async () => {
    const { database, find } = await changedInUse()
    database.hold()
    await afterAWhile() // version 2 is being read
    database.save('k', 3)
    const asker = find('other') // its question moves the clock past version 3
    await turns()
    database.release('question')
    await asker
    database.release('load') // version 2 arrives only now
    await turns()
    database.letGo()
    expect((await find('k')).key?.revokedAt).toBe(3)
  })

  it('trap 2: a call does not join such a read that began before it', async () => {
    const { database, find } = await changedInUse()
    database.hold()
    await afterAWhile() // version 2 is being read
    database.save('k', 3)
    const late = find('k')
    await turns()
    database.release('load')
    await turns()
    database.letGo()
    expect((await late).key?.revokedAt).toBe(3)
  })
})

describe('what a key is read with', () => {
  const OFFICE = 'id of a named list'
  const CEILING = 'id of the ceiling'
  const officeKey = { dependsOn: ['w', OFFICE] }
  const kinds: [string, string, readonly string[]][] = [
    ['the entries of a named list', OFFICE, ['w', OFFICE]],
    ['one of several lists', OFFICE, ['w', CEILING, 'another list', OFFICE]],
    ['the entries of the ceiling', CEILING, ['w', CEILING]],
    ['a ceiling, or a policy of the workspace, that appears', 'w', ['w']],
    ['a ceiling whose mode changes, or that goes', 'w', ['w', CEILING]],
  ]

  it.each(kinds)('rules the next request of every key: %s', async (_name, id, dependsOn) => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    for (const digest of ['a', 'b', 'c']) {
      database.save(digest, 1, { dependsOn })
      await find(digest)
    }
    for (let version = 2; version <= 5; version += 1) {
      database.saveUnder(id, version)
      for (const digest of ['a', 'b', 'c']) expect((await find(digest)).key?.revokedAt).toBe(version)
    }
  })

  it('rules the next request of every key: a policy of all workspaces', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    for (const digest of ['a', 'b']) {
      database.save(digest, 1, { dependsOn: [digest] })
      await find(digest)
    }
    for (let version = 2; version <= 5; version += 1) {
      database.saveForAll(version)
      for (const digest of ['a', 'b']) expect((await find(digest)).key?.revokedAt).toBe(version)
    }
  })

  it('is not put back by a load that began before a policy of all workspaces changed', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('held', 1)
    database.save('k', 1)
    await find('held')
    database.hold()
    const early = find('k')
    await turns()
    database.saveForAll(2)
    const question = find('held')
    await turns()
    database.release('question')
    await turns()
    database.release('load')
    database.letGo()
    await Promise.all([early, question])
    expect((await find('k')).key?.revokedAt).toBe(2)
  })

  it('leaves the keys in memory that were read without it', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('office', 1, officeKey)
    database.save('elsewhere', 1, { dependsOn: ['w', 'another list'] })
    database.save('of another workspace', 1, { workspaceId: 'v', dependsOn: ['v'] })
    const all = ['office', 'elsewhere', 'of another workspace']
    for (const digest of all) await find(digest)
    database.saveUnder(OFFICE, 2)
    const { loads } = database.counts
    for (const digest of all) await find(digest)
    expect(database.counts.loads).toBe(loads + 1)
    database.saveUnder('w', 3)
    for (const digest of all) await find(digest)
    expect(database.counts.loads).toBe(loads + 3)
  })

  it('is what the key was last read with: a list that it stopped using concerns it no more, a new one does', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1, officeKey)
    await find('k')
    database.save('k', 2, { dependsOn: ['w', 'another list'] })
    await find('k')
    const { loads } = database.counts
    database.saveUnder(OFFICE, 3)
    await find('k')
    expect(database.counts.loads).toBe(loads)
    database.saveUnder('another list', 4)
    expect((await find('k')).key?.revokedAt).toBe(4)
  })

  it('trap 1: is not put back by a load that began before it changed', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('other', 1)
    await find('other')
    database.save('k', 1, officeKey)
    database.hold()
    const slow = find('k') // reads the list as it is
    await turns()
    database.saveUnder(OFFICE, 2)
    const asker = find('other') // its question moves the clock past the change, when no key of the list is held
    await turns()
    database.release('question')
    await asker
    database.release('load')
    expect((await slow).key?.revokedAt).toBe(1) // right for a request that came before the change
    database.letGo()
    expect((await find('k')).key?.revokedAt).toBe(2)
  })

  it('trap 2: is not taken from a load that began before the request', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1, officeKey)
    database.hold()
    const early = find('k') // reads the list as it is
    await turns()
    database.saveUnder(OFFICE, 2)
    const late = find('k')
    await turns()
    database.release('load')
    expect((await early).key?.revokedAt).toBe(1)
    database.letGo()
    expect((await late).key?.revokedAt).toBe(2)
  })

  it('is not taken from a question that was sent before the request', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000)
    database.save('k', 1, officeKey)
    await find('k')
    database.hold()
    const early = find('k') // asks: nothing changed
    await turns()
    database.saveUnder(OFFICE, 2)
    const late = find('k')
    await turns()
    database.release('question')
    expect((await early).key?.revokedAt).toBe(1)
    database.letGo()
    expect((await late).key?.revokedAt).toBe(2)
  })
})

describe('the memory of the cache', () => {
  const nobody = compileAllowlist([])
  const listOf = (bytes: number): Allowlist => ({
    ...{ size: 0, bytes, networksAt: () => [] },
    matcherAt: (now) => nobody.matcherAt(now),
  })

  /** Finds each of the keys; how many of them had to be read. */
  async function readAgain(
    database: ReturnType<typeof heldDatabase>,
    find: (digest: string) => unknown,
    digests: string[],
  ) {
    const { loads } = database.counts
    for (const digest of digests) await find(digest)
    return database.counts.loads - loads
  }

  it('counts a list that many keys share once', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000, { cacheBytes: 200_000 })
    const office = listOf(128_000)
    const digests = Array.from({ length: 50 }, (_, index) => `k${index}`)
    for (const digest of digests) database.save(digest, 1, { shared: [office], dependsOn: ['w', 'office'] })
    await readAgain(database, find, digests)
    expect(await readAgain(database, find, digests)).toBe(0)
    // Nor do lists count that nobody is read with any more.
    for (let version = 2; version <= 5; version += 1) {
      const next = listOf(128_000)
      for (const digest of digests) database.save(digest, version, { shared: [next], dependsOn: ['w', 'office'] })
      await readAgain(database, find, digests)
    }
    expect(await readAgain(database, find, digests)).toBe(0)
  })

  it('lets go of keys whose lists take more than there is', async () => {
    const database = heldDatabase()
    const { find } = createKeyFinder(database.source, 1000, { cacheBytes: 200_000 })
    const digests = Array.from({ length: 10 }, (_, index) => `k${index}`)
    for (const digest of digests) {
      const ceiling = { mode: 'enforce' as const, allowlist: listOf(64_000) }
      database.save(digest, 1, { shared: [listOf(64_000)], ceiling, dependsOn: ['w', digest] })
    }
    // Two lists of 64 kB each: no two keys fit beside each other.
    await readAgain(database, find, digests)
    expect(await readAgain(database, find, digests.slice(-1))).toBe(0)
    expect(await readAgain(database, find, digests.slice(0, -1).reverse())).toBe(9)
  })

  it('has nothing left of a key that it let go', () => {
    const dependents = createDependents()
    const digests = Array.from({ length: 20 }, (_, index) => `k${index}`)
    const record = (digest: string) => ({ ...recordOf(digest, 1), dependsOn: ['w', `of ${digest}`, 'list'] })
    for (const digest of digests) dependents.add(digest, record(digest))
    expect([...dependents.take('of k3')]).toEqual(['k3'])
    expect([...dependents.take('list')]).toEqual(digests)
    for (const digest of digests.slice(1)) dependents.remove(digest, record(digest))
    expect([...dependents.take('w')]).toEqual(['k0'])
    for (const digest of digests) dependents.add(digest, record(digest))
    for (const digest of digests) dependents.remove(digest, record(digest))
    for (const id of ['w', 'list', 'of k3']) expect([...dependents.take(id)]).toEqual([])
  })
})
