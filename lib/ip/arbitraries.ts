import fc from 'fast-check'
import { type Address, addressFromBigInt, type Family, familyBits } from './address.ts'
import { type Network, networkOf } from './network.ts'

/** What the property tests of this folder and its neighbours draw from. IPv4-mapped IPv6 is not among the IPv6 addresses. */
const isMapped = (value: bigint) => value >> 32n === 0xffffn

const value4 = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }), fc.constantFrom(0n, 1n, 2n ** 32n - 1n))

const sparse6 = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  })
  .map((groups) => groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n))

const value6 = fc
  .oneof(sparse6, fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.constantFrom(0n, 1n, 2n ** 128n - 1n))
  .filter((value) => !isMapped(value))

export const address4 = value4.map((value) => addressFromBigInt(4, value))
export const address6 = value6.map((value) => addressFromBigInt(6, value))
export const anyAddress: fc.Arbitrary<Address> = fc.oneof(address4, address6)

const prefix = (family: Family) => fc.integer({ min: 0, max: familyBits[family] })

export const anyNetwork: fc.Arbitrary<Network> = anyAddress
  .chain((address) => prefix(address.family).map((bits) => networkOf(address, bits)))
  .filter((network) => !(network.family === 6 && network.prefixBits >= 96 && isMapped(network.first)))

/** Networks close together, so that they nest, touch and repeat. */
const crowdedNetwork = fc
  .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 24, max: 32 }), fc.constantFrom<Family>(4, 6))
  .map(([low, bits, family]) => {
    const base = family === 4 ? 0xcb007100n : 0x20010db8n << 96n
    return networkOf(addressFromBigInt(family, base + BigInt(low)), family === 4 ? bits : bits + 96)
  })

export const networkList = fc.oneof(
  fc.array(anyNetwork, { maxLength: 12 }),
  fc.array(crowdedNetwork, { maxLength: 24 }),
  fc.array(fc.oneof(anyNetwork, crowdedNetwork), { maxLength: 24 }),
)

/** An address likely to lie in, at the edge of or next to one of the networks. */
export function addressNear(networks: readonly Network[]): fc.Arbitrary<Address> {
  if (networks.length === 0) return anyAddress
  const near = fc
    .tuple(fc.constantFrom(...networks), fc.bigInt({ min: -2n, max: 2n }), fc.boolean())
    .map(([n, by, end]) => {
      const bits = familyBits[n.family]
      const edge = end ? n.first + (1n << BigInt(bits - n.prefixBits)) - 1n : n.first
      const value = BigInt.asUintN(bits, edge + by)
      return addressFromBigInt(n.family === 6 && isMapped(value) ? 4 : n.family, value)
    })
  return fc.oneof(near, anyAddress)
}

export const listAndAddress = networkList.chain((networks) => fc.tuple(fc.constant(networks), addressNear(networks)))

/** Address text with up to three characters put in, taken out or replaced. */
export function mutated(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const character = fc.constantFrom(...'0123456789abcdefABCDEFg.:/%- x[]\u0660１\u200b')
  const edit = fc.tuple(fc.nat({ max: 48 }), fc.nat({ max: 1 }), fc.oneof(character, fc.constant('')))
  return fc
    .tuple(text, fc.array(edit, { maxLength: 3 }))
    .map(([start, edits]) =>
      edits.reduce((now, [at, removed, added]) => now.slice(0, at) + added + now.slice(at + removed), start),
    )
}
