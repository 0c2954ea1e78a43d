import { type Passing, passing } from '#lib/allowlists/effective'
import { networkOf, networksInForce } from '#lib/allowlists/entry-views'
import { overlaps } from '#lib/ip/algebra'
import type { Network } from '#lib/ip/network'
import type { KeyDetail, KeyEntry } from './views.ts'

/**
 * Would a call from a place pass the key's lists now, were they enforced? If not, is there an entry for it that is off or
 * expired, or is it the ceiling that stands in the way? `partly`: of a network some addresses would. `outside_reporting_ceiling`: it
 * would, and the ceiling only notes that it would not.
 */
export type AdmitsNow =
  | { kind: Passing }
  | { kind: 'outside_ceiling' | 'outside_reporting_ceiling' }
  | { kind: 'resting'; entry: Pick<KeyEntry, 'text' | 'standing'> }

type Lists = Pick<KeyDetail, 'accessMode' | 'openUntil' | 'entries' | 'lists' | 'ceiling' | 'now'>

/** The networks that a key's own list and the named lists that it uses admit. */
export function listedNow({ entries, lists }: Pick<Lists, 'entries' | 'lists'>): Network[] {
  return [entries, ...lists.map((list) => list.entries)].flatMap(networksInForce)
}

/** For asking about many places: the lists are compiled once. */
export function admitsNow(key: Lists): (place: Network) => AdmitsNow {
  const { accessMode, openUntil, ceiling, now } = key
  const isOverdue = openUntil !== null && openUntil <= now
  const isOpen = accessMode === 'open'
  const list = {
    accessMode: isOpen && !isOverdue ? ('open' as const) : ('enforce' as const),
    listed: isOpen && isOverdue ? [] : listedNow(key),
    isBypassed: false,
  }
  const within = ceiling?.accessMode === 'enforce' ? networksInForce(ceiling.entries) : null
  const judge = passing({ ...list, ceiling: within })
  const judgeList = passing({ ...list, ceiling: null })
  const noted = ceiling?.accessMode === 'report' ? networksInForce(ceiling.entries) : null
  const judgeNoted = passing({ ...list, ceiling: noted })
  const resting = [key.entries, ...key.lists.map((used) => used.entries)]
    .flat()
    .filter((entry) => entry.standing !== 'in_force')
    .map((entry) => ({ entry, network: networkOf(entry) }))
  return (place) => {
    const kind = judge(place)
    if (kind !== 'no') return judgeNoted(place) === 'no' ? { kind: 'outside_reporting_ceiling' } : { kind }
    if (judgeList(place) !== 'no') return { kind: 'outside_ceiling' }
    const found = resting.find(({ network }) => overlaps([network], [place]))
    return found === undefined ? { kind } : { kind: 'resting', entry: found.entry }
  }
}
