import type { Risk } from '#lib/allowlists/lockout'

/** What names no address: a confirmation must name something, and this one admits nobody. */
const UNKNOWN = '0.0.0.0'

/** Every address at risk once, as the text that confirms them all. */
export function confirmationOf(risk: Risk): string {
  return placesOf(risk)
    .map((address) => address ?? UNKNOWN)
    .join('\n')
}

/** The places that would be refused, each once; null is an address that could not be determined. */
export function placesOf({ callers, ownAddress }: Risk): readonly (string | null)[] {
  const own = ownAddress === null ? [] : [ownAddress]
  return [...new Set([...callers.map((caller) => caller.address), ...own])]
}

export type RiskWords = { title: string; description: string; agreement: string; go: string }

/** The question that a lockout asks, naming whom it concerns. */
export function riskWords(risk: Risk): RiskWords {
  const places = placesOf(risk)
  const [first = null] = places
  const isOne = places.length === 1
  if (risk.callers.length === 0) {
    return {
      title: 'Refuse your own address?',
      description: 'You are at this address now. The list names it today, and would not any more.',
      agreement: `Yes, refuse ${first}, my own address`,
      go: 'Refuse it',
    }
  }
  const count = places.length.toLocaleString('en-US')
  return {
    title: isOne ? `Refuse ${first ?? 'an unknown address'}?` : `Refuse ${count} addresses that are in use?`,
    description: `${isOne ? 'It was' : 'They were'} let through in the last hour. From now on ${isOne ? 'its' : 'their'} calls would be refused.`,
    agreement: isOne ? `Yes, refuse ${first ?? 'it'}` : `Yes, refuse these ${count} addresses`,
    go: isOne ? 'Refuse it' : 'Refuse them',
  }
}
