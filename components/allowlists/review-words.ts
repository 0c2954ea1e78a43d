import type { ChangePreview } from '#lib/allowlists/preview'

type Told = Pick<ChangePreview, 'callers' | 'days' | 'refused' | 'keys' | 'subject'>

/** "2 of the 5 addresses that called this week would be refused." */
export function callersWords({ callers, days, refused }: Told): string {
  const span = spanWords(days)
  if (callers === 0) return `Nobody was let through ${span}, so there is no call to judge this by.`
  const all = `${callers.toLocaleString('en-US')} ${callers === 1 ? 'address' : 'addresses'}`
  if (refused.total === 0) {
    return callers === 1
      ? `The one address that called ${span} would still be let through.`
      : `All ${all} that called ${span} would still be let through.`
  }
  if (callers === 1) return `The one address that called ${span} would be refused:`
  const count = refused.total.toLocaleString('en-US')
  return `${count} of the ${all} that called ${span} would be refused:`
}

function spanWords(days: number): string {
  return days === 7 ? 'this week' : `in the last ${days} days`
}
