import type { ListView } from '#lib/allowlists/entry-views'
import { networkOf } from '#lib/allowlists/entry-views'
import type { KeyDetail } from '#lib/keys/views'
import { type AppliedPolicies, widthEnd } from './limits.ts'

/** What a policy takes from a key, or will. `entries`: as people write them. */
export type PolicyNotice =
  | { kind: 'open' | 'open_over' | 'life'; at: Date }
  | { kind: 'wide' | 'wide_over'; at: Date; entries: string[] }

/** Ends that are farther away are on the key's page, but are no notice yet. */
const SOON_MS = 30 * 24 * 60 * 60_000

type Key = Pick<KeyDetail, 'accessMode' | 'openUntil' | 'expiresAt' | 'endsByPolicy' | 'entries' | 'lists' | 'now'>

/** What the owner of a key that lives has to know. */
export function policyNotices(key: Key, policies: AppliedPolicies): PolicyNotice[] {
  return [...opennessNotice(key), ...lifeNotice(key), ...widthNotice(key, policies)]
}

function opennessNotice({ openUntil, now }: Key): PolicyNotice[] {
  if (openUntil === null) return []
  return [{ kind: openUntil <= now ? 'open_over' : 'open', at: openUntil }]
}

function lifeNotice({ expiresAt, endsByPolicy, now }: Key): PolicyNotice[] {
  const isSoon = expiresAt !== null && expiresAt > now && expiresAt.getTime() - now.getTime() < SOON_MS
  return isSoon && endsByPolicy ? [{ kind: 'life', at: expiresAt }] : []
}

/** An open key admits everybody whatever its entries are. */
function widthNotice({ accessMode, entries, lists, now }: Key, policies: AppliedPolicies): PolicyNotice[] {
  if (accessMode === 'open') return []
  const ending = [{ entries }, ...lists].flatMap((list) => endingEntries(list, policies))
  const [first] = [...ending].sort((a, b) => a.at.getTime() - b.at.getTime())
  if (first === undefined) return []
  const together = ending.filter(({ at }) => at.getTime() === first.at.getTime()).map(({ text }) => text)
  return [{ kind: first.at <= now ? 'wide_over' : 'wide', at: first.at, entries: [...new Set(together)] }]
}

function endingEntries({ entries }: Pick<ListView, 'entries'>, policies: AppliedPolicies) {
  return entries.flatMap((entry) => {
    const at =
      entry.standing === 'in_force' || entry.standing === 'too_wide' ? widthEnd(networkOf(entry), policies) : null
    return at === null ? [] : [{ at, text: entry.text }]
  })
}
