import type { ListRules } from '#components/allowed-ips/allowed-ips-field'
import { type ExpiryChoice, keyExpiryChoices } from './expiry-field.tsx'

/** What policies want of a new key. `latestExpiry`: ISO 8601, null where a key may live for ever. */
export type KeyFormPolicy = {
  readonly keyRules: ListRules
  readonly latestExpiry: string | null
  readonly maxKeyLifeDays: number | null
}

/** The longest life that is allowed first, then what is shorter; never is not among them. */
export function cappedChoices(latest: string, days: number): readonly ExpiryChoice[] {
  const longest = {
    value: 'longest',
    label: `In ${days.toLocaleString('en-US')} ${days === 1 ? 'day' : 'days'} (longest)`,
    at: () => latest,
  }
  return [longest, ...keyExpiryChoices.filter(({ value }) => value !== '' && Number(value) < days)]
}
