import type { Tx } from '#lib/db'
import { snapshot } from '#lib/db/snapshot'
import { familyBits } from '#lib/ip/address'
import type { Network } from '#lib/ip/network'
import { placeText, readPlace } from './cursor.ts'
import { admittedOf, firstMeeting } from './judge.ts'
import { type LookupCursor, pageBeside, readCursor, walkChunks } from './page.ts'
import { nextPlaces, type Place, planByIndex } from './places.ts'
import { type KeyFacts, lookupKeyOf, readCeilings, readKeyFacts } from './read-keys.ts'
import type { AdmittingPage, AdmittingStaffKey } from './views.ts'

/** `reach`: keys that let all of it through, or any part. `ended`: keys that are revoked or expired too, as if they were not. */
export type AddressQuestion = { networks: readonly Network[]; reach: 'all' | 'any'; ended: boolean }

const MOST_CHUNKS = 12
const MOST_MS = 200

/**
 * Keys of all workspaces that let addresses through by an entry, their own or one of a named list, the closest entries first. Within
 * the workspace's ceiling and the policies, as verification judges. Open keys are told apart (`lookUpOpenKeys`).
 *
 * A page may be short where many keys on its way did not count; there still is more that way then.
 */
export function lookUpAddress(question: AddressQuestion, cursor: LookupCursor | null = null): Promise<AdmittingPage> {
  const walked = walkedOf(question)
  return snapshot(async (tx) => {
    await planByIndex(tx)
    return pageBeside(
      readCursor(cursor, readPlace),
      (from) =>
        walkChunks(from, {
          read: (cursor) => nextPlaces(tx, { networks: walked, cursor }),
          judge: (places) => judgeAll(tx, { ...question, walked }, places),
          ...{ mostChunks: MOST_CHUNKS, mostMs: MOST_MS },
        }),
      placeText,
    )
  })
}

type Walked = AddressQuestion & { walked: readonly Network[] }

/** A key lets all of it through only when it has an entry at the first address, which leaves few to look at. */
function walkedOf({ networks, reach }: AddressQuestion): readonly Network[] {
  const [first] = networks
  if (reach === 'any' || first === undefined) return networks
  return [{ family: first.family, first: first.first, prefixBits: familyBits[first.family] }]
}

async function judgeAll(
  tx: Tx,
  question: Walked,
  places: readonly Place[],
): Promise<(place: Place) => AdmittingStaffKey | null> {
  const { networks, ended } = question
  const ids = [...new Set(places.map(({ keyId }) => keyId))]
  const facts = await readKeyFacts(tx, { ids, networks, ended })
  const workspaces = [...facts.values()].map(({ workspace }) => workspace.id)
  const ceilings = await readCeilings(tx, workspaces, networks)
  const judged = new Map<string, AdmittingStaffKey>()
  for (const key of facts.values()) {
    const stands = firstMeeting(key.entries, question.walked)
    const found = byEntries(key, question, ceilings.get(key.workspace.id) ?? null)
    if (stands !== null && found !== null) judged.set(placeText({ ...stands, keyId: key.id }), found)
  }
  return (place) => judged.get(placeText(place)) ?? null
}

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
