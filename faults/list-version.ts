import { addressOf } from '#test/freshness/recorder'

/** The list of version `number`: one address that is admitted by no other version, and two more, so that half of it is seen as such. */
export function listOf(number: number): string[] {
  const [high, low] = [number >> 8, number & 255]
  return [addressOf(number), `198.18.${high & 255}.${low}`, `2001:db8::${number.toString(16)}`]
}

/** The version that a stored list is; null when it is none, as half of one or a mixture of two. */
export function versionOf(stored: readonly string[]): number | null {
  const last = /^2001:db8::([0-9a-f]+)$/.exec(stored[2] ?? '')?.[1]
  if (last === undefined) return null
  const number = Number.parseInt(last, 16)
  return listOf(number).join() === stored.join() ? number : null
}
