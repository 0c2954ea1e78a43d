import { displayNetwork, type Network } from '#lib/ip/network'

const NAMED = 3

/** "10.0.0.0/8", "10.0.0.0/8 and 192.0.2.1", "10.0.0.0/8, 192.0.2.1, 192.0.2.7 and 12 more". */
export function named(networks: readonly Network[]): string {
  const texts = networks.slice(0, NAMED).map(displayNetwork)
  const more = networks.length - texts.length
  if (more > 0) return `${texts.join(', ')} and ${more.toLocaleString('en-US')} more`
  const last = texts.at(-1) ?? ''
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`
}

/** "1 entry", "12 entries". */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
