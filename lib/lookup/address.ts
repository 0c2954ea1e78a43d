import type { Tx } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import { familyBits } from '#lib/ip/address'
import type { Network } from '#lib/ip/network'
import { placeText, readPlace } from './cursor.ts'
import { admittedOf, firstMeeting } from './judge.ts'
import { nextPlaces, type Place, planByIndex } from './places.ts'
import { type KeyFacts, lookupKeyOf, readCeilings, readKeyFacts } from './read-keys.ts'
import type { AdmittingPage, AdmittingStaffKey } from './views.ts'

/** `reach`: keys that let all of it through, or any part. `ended`: keys that are revoked or expired too, as if they were not. */
export type AddressQuestion = { networks: readonly Network[]; reach: 'all' | 'any'; ended: boolean }

export const LOOKUP_PAGE = 50
const MOST_CHUNKS = 12
const MOST_MS = 200

/**
 * Keys of all workspaces that let addresses through by an entry, their own or one of a named list, the closest entries first. Within
 * the workspace's ceiling and the policies, as verification judges. Open keys are told apart (`lookUpOpenKeys`).
 *
 * A page may be short where many keys on its way did not count; it still has a `next` then.
 */
export function lookUpAddress(question: AddressQuestion, after: string | null = null): Promise<AdmittingPage> {
  return snapshot(async (tx) => {
    await planByIndex(tx)
    return walk(tx, { ...question, walked: walkedOf(question) }, readPlace(after))
  })
}

type Walked = AddressQuestion & { walked: readonly Network[] }

/** A key lets all of it through only when it has an entry at the first address, which leaves few to look at. */
function walkedOf({ networks, reach }: AddressQuestion): readonly Network[] {
  const [first] = networks
  if (reach === 'any' || first === undefined) return networks
  return [{ family: first.family, first: first.first, prefixBits: familyBits[first.family] }]
}

async function walk(tx: Tx, question: Walked, from: Place | null): Promise<AdmittingPage> {
  const keys: AdmittingStaffKey[] = []
  const end = performance.now() + MOST_MS
  let after = from
  for (let chunk = 0; chunk < MOST_CHUNKS && performance.now() < end; chunk++) {
    const found = await nextPlaces(tx, { networks: question.walked, after })
    const judged = await judgeAll(tx, question, found.places)
    for (const place of found.places) {
      if (keys.length === LOOKUP_PAGE) return { keys, next: after === null ? null : placeText(after) }
      const key = judged.get(textOf(place))
      if (key !== undefined) keys.push(key)
      after = place
    }
    if (found.end === null) return { keys, next: null }
    after = found.end
  }
  return { keys, next: after === null ? null : placeText(after) }
}

async function judgeAll(tx: Tx, question: Walked, places: readonly Place[]): Promise<Map<string, AdmittingStaffKey>> {
  const { networks, ended } = question
  const ids = [...new Set(places.map(({ keyId }) => keyId))]
  const facts = await readKeyFacts(tx, { ids, networks, ended })
  const workspaces = [...facts.values()].map(({ workspace }) => workspace.id)
  const ceilings = await readCeilings(tx, workspaces, networks)
  const judged = new Map<string, AdmittingStaffKey>()
  for (const key of facts.values()) {
    const stands = firstMeeting(key.entries, question.walked)
    const found = byEntries(key, question, ceilings.get(key.workspace.id) ?? null)
    if (stands !== null && found !== null) judged.set(textOf({ ...stands, keyId: key.id }), found)
  }
  return judged
}

const textOf = ({ network, owner, keyId }: Place) => `${network} ${owner} ${keyId}`

const ENTRIES_SHOWN = 3

/** An open key does not ask its entries. */
function byEntries(key: KeyFacts, question: Walked, ceiling: readonly Network[] | null): AdmittingStaffKey | null {
  if (key.accessMode === 'open') return null
  const { reach, count, of } = admittedOf(
    question.networks,
    key.entries.map(({ parsed }) => parsed),
    ceiling,
  )
  if (reach === 'none' || (question.reach === 'all' && reach !== 'all')) return null
  const { entries } = key
  const closest = entries.slice(0, ENTRIES_SHOWN).map(({ network, note, list }) => ({ network, note, list }))
  return { ...lookupKeyOf(key), through: 'entries', reach, count, of, entries: closest, entryCount: entries.length }
}
