import { type Address, formatAddress } from '#lib/ip/address'
import { covers } from '#lib/ip/algebra'
import type { Network } from '#lib/ip/network'
import { relativeTime } from '#lib/time'
import { type EffectiveList, passing } from './effective.ts'
import { callerNetwork, replay, type SeenCaller } from './replay.ts'

/** Callers that came in this time would notice a change at once. */
export const RECENT_MS = 60 * 60_000

/** Somebody who was let through lately and would be refused. */
export type CallerAtRisk = {
  keyId: string
  keyName: string
  /** As kept: an address, a network of which many called, or null when it could not be determined. */
  address: string | null
  calls: bigint
  lastAt: Date
}

/** Whom a change would lock out. `ownAddress`: of whoever makes the change, where the list names it and no longer would. */
export type Risk = { readonly callers: readonly CallerAtRisk[]; readonly ownAddress: string | null }

export type LockoutRisk = { ok: false; error: 'lockout_risk'; message: string; risk: Risk }

/** One key before and after a change, with who called it lately. */
export type KeyChange = {
  readonly keyId: string
  readonly keyName: string
  readonly before: EffectiveList
  readonly after: EffectiveList
  readonly recent: readonly SeenCaller[]
}

export function riskOf(keys: readonly KeyChange[], own: Address | null): Risk {
  const callers = keys.flatMap(({ keyId, keyName, before, after, recent }) =>
    replay(before, after, recent).refused.map(({ address, calls, lastAt }) => ({
      ...{ keyId, keyName, address, calls, lastAt },
    })),
  )
  const ownAddress = own !== null && keys.some((key) => losesOwn(key, own)) ? formatAddress(own) : null
  return { callers, ownAddress }
}

/** An open key admits everybody, so closing it takes nobody's entry away. */
function losesOwn({ before, after }: KeyChange, own: Address): boolean {
  if (before.accessMode === 'open') return false
  const text = callerNetwork(formatAddress(own))
  const wasListed = passing({ ...before, accessMode: 'enforce', isBypassed: false })(text) === 'yes'
  return wasListed && passing(after)(text) !== 'yes'
}

export function isRisky({ callers, ownAddress }: Risk): boolean {
  return callers.length > 0 || ownAddress !== null
}

/** Whether the confirmed networks name every address that is at risk. An unknown address is named by any confirmation. */
export function isConfirmed({ callers, ownAddress }: Risk, confirmed: readonly Network[]): boolean {
  if (confirmed.length === 0) return false
  const texts = [...callers.map((caller) => caller.address), ...(ownAddress === null ? [] : [ownAddress])]
  const networks = [...new Set(texts)].flatMap((text) => callerNetwork(text) ?? [])
  return covers(confirmed, networks)
}

const NAMED = 3

/** The refusal, in a sentence that names whom it concerns. */
export function lockoutRisk(risk: Risk, now: Date): LockoutRisk {
  return { ok: false, error: 'lockout_risk', message: riskSentence(risk, now), risk }
}

function riskSentence({ callers, ownAddress }: Risk, now: Date): string {
  const named = callers
    .slice(0, NAMED)
    .map(
      ({ address, lastAt }) =>
        `${address ?? 'An unknown address'} called ${relativeTime(lastAt < now ? lastAt : now, now)}`,
    )
  const more = callers.length - named.length
  const others = more <= 0 ? [] : [`${more.toLocaleString('en-US')} more called in the last hour`]
  const own = ownAddress === null ? [] : [`${ownAddress} is your own address`]
  return `${[...named, ...others, ...own].join(', ')}: this change would refuse ${callers.length + own.length === 1 ? 'it' : 'them'}. Confirm it to go on.`
}
