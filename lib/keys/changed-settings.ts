import { displayNetwork, parseCanonicalNetwork } from '#lib/ip/network'
import type { HistoryFact } from './history-facts.ts'
import type { HistorySide, RecordedEntry } from './history-side.ts'

type Settings = Pick<RecordedEntry, 'enabled' | 'expiresAt'>

const PLAIN: Settings = { enabled: true, expiresAt: null }

/** More than so many entries are counted. */
const MOST_TOLD = 20

/**
 * Switches and expiries that a change set, which the lines of its list do not tell. An event that names its entry
 * or those that admit again tells it itself.
 */
export function changedSettings({ changes, entry, revived }: HistorySide): HistoryFact[] {
  if (changes === undefined || entry !== undefined || revived !== undefined) return []
  const was = new Map(changes.removed.map((one) => [one.network, one]))
  const told = changes.added.flatMap((one) => {
    const facts = settingFacts(shownNetwork(one.network), was.get(one.network) ?? PLAIN, one)
    return facts.length === 0 ? [] : [facts]
  })
  const more = told.length - MOST_TOLD
  const rest = `Switch or expiry of ${more.toLocaleString('en-US')} more ${more === 1 ? 'entry' : 'entries'}`
  return [...told.slice(0, MOST_TOLD).flat(), ...(more > 0 ? [{ kind: 'words', text: rest } as const] : [])]
}

/** What differs in switch and expiry of one entry. */
export function settingFacts(name: string, was: Settings, is: Settings): HistoryFact[] {
  return [...switched(name, was, is), ...until(name, was, is)]
}

function switched(name: string, was: Settings, is: Settings): HistoryFact[] {
  return was.enabled === is.enabled ? [] : [{ kind: 'words', text: `${name} switched ${is.enabled ? 'on' : 'off'}` }]
}

function until(name: string, was: Settings, is: Settings): HistoryFact[] {
  if (was.expiresAt?.getTime() === is.expiresAt?.getTime()) return []
  return is.expiresAt === null
    ? [{ kind: 'words', text: `${name} without an end` }]
    : [{ kind: 'time', text: `${name} until`, at: is.expiresAt }]
}

/** As people write it; what is no network of ours is shown as it is. */
export function shownNetwork(text: string): string {
  const network = parseCanonicalNetwork(text)
  return network === null ? text : displayNetwork(network)
}
