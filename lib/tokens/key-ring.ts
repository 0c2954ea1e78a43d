import type { JwtKey, SigningAlgorithm, SigningKey, SigningKeyOf } from './signing-key.ts'

/** The keys and the database's time when they were read, in milliseconds since the epoch. */
export type LoadedKeys = { readonly keys: readonly SigningKey[]; readonly nowMs: number }

export type KeyRing = {
  /**
   * The key that signs now, or the next one when its own end comes before `expiresAtMs`, which a token signed at the last
   * moment may have. Null when there is none.
   */
  signer<A extends SigningAlgorithm>(algorithm: A, expiresAtMs: number): Promise<SigningKeyOf<A> | null>
  /** The key that verifies what is signed with `kid`; null when there is none, or none any longer. */
  verifier(kid: string): Promise<SigningKey | null>
  /** All that verify JWTs, newest first, those that do not sign yet included. */
  jwtKeys(): Promise<readonly JwtKey[]>
  /** Reads again at the next use. */
  forget(): void
}

const MAX_AGE_MS = 30_000
/** At most one read in this time for keys that are not known, so that junk cannot hammer the database. */
const UNKNOWN_AGAIN_MS = 1000

type Held = { readonly loaded: LoadedKeys; readonly readAt: number }

/**
 * Keeps the signing keys of this process, read at most half a minute ago. A read that fails, fails its callers: without the
 * database there is no answer.
 *
 * @param load reads the keys
 * @param clock milliseconds that only go forward; what they count from does not matter
 */
export function createKeyRing(load: () => Promise<LoadedKeys>, clock: () => number): KeyRing {
  let held: Held | null = null
  let reading: Promise<Held> | null = null
  let lastReadAt = Number.NEGATIVE_INFINITY

  function read(): Promise<Held> {
    if (reading !== null) return reading
    const readAt = clock()
    lastReadAt = readAt
    const mine = load()
      .then((loaded) => {
        const fresh = { loaded, readAt }
        // What was forgotten while it was read is not kept.
        if (reading === mine) held = fresh
        return fresh
      })
      .finally(() => {
        if (reading === mine) reading = null
      })
    reading = mine
    return mine
  }

  function current(): Promise<Held> {
    return held !== null && clock() - held.readAt < MAX_AGE_MS ? Promise.resolve(held) : read()
  }

  /** The database's clock, carried on by ours since the read: the host's date plays no part. */
  function alive({ loaded, readAt }: Held): { keys: readonly SigningKey[]; now: number } {
    const now = loaded.nowMs + (clock() - readAt)
    return { keys: loaded.keys.filter((key) => key.verifiesUntilMs === null || key.verifiesUntilMs > now), now }
  }

  const find = (from: Held, kid: string) => alive(from).keys.find((key) => key.kid === kid) ?? null

  return {
    async signer(algorithm, expiresAtMs) {
      const { keys, now } = alive(await current())
      return signerAmong(keysOf(keys, algorithm), now, expiresAtMs)
    },
    async verifier(kid) {
      const found = find(await current(), kid)
      const tooSoon = reading === null && clock() - lastReadAt < UNKNOWN_AGAIN_MS
      return found !== null || tooSoon ? found : find(await read(), kid)
    },
    async jwtKeys() {
      return keysOf(alive(await current()).keys, 'EdDSA').toReversed()
    },
    forget() {
      held = null
      reading = null
    },
  }
}

function signerAmong<K extends SigningKey>(oldestFirst: readonly K[], now: number, expiresAtMs: number): K | null {
  const signing = oldestFirst.findLastIndex((key) => key.signsFromMs <= now)
  const candidates = oldestFirst.slice(Math.max(signing, 0))
  return candidates.find((key) => key.verifiesUntilMs === null || key.verifiesUntilMs >= expiresAtMs) ?? null
}

/** Oldest first. */
function keysOf<A extends SigningAlgorithm>(keys: readonly SigningKey[], algorithm: A): readonly SigningKeyOf<A>[] {
  return keys
    .filter((key): key is SigningKeyOf<A> => key.algorithm === algorithm)
    .toSorted((a, b) => a.signsFromMs - b.signsFromMs)
}
