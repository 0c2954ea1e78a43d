import type { Address } from '#lib/ip/address'
import type { Matcher } from '#lib/ip/matcher'
import type { ClientIpSource } from './source.ts'

/** `text` is canonical. */
export type ClientIp = { ok: true; address: Address; text: string } | { ok: false; reason: ClientIpFailure }

/**
 * - `no_peer`: the connection has no readable address (a zone id is not one)
 * - `untrusted_headers`: a header is to be read, but nothing says whose
 * - `header_missing`: it is absent, or has fewer elements than proxies
 * - `header_repeated`: a header of one value came twice
 * - `header_unreadable`: not an address, or not one all along the way
 * - `all_trusted`: only our own proxies are in it
 * - `too_many_headers`: more than are counted
 */
export type ClientIpFailure =
  | 'no_peer'
  | 'untrusted_headers'
  | 'header_missing'
  | 'header_repeated'
  | 'header_unreadable'
  | 'all_trusted'
  | 'too_many_headers'

/** `trusted`: the peers whose header is believed. `hops`: instead, how many proxies stand in front. */
export type ClientIpPolicy = { source: ClientIpSource; trusted: Matcher | null; hops: number | null }
