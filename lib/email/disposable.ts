import { disposableEmailBlocklist } from 'disposable-email-domains-js'
import { relayDomains, sharedParentDomains } from './disposable-allowed.ts'
import { extraDisposableDomains } from './disposable-extra.ts'

const disposable = new Set([...disposableEmailBlocklist(), ...extraDisposableDomains])
const relays = new Set(relayDomains)
const sharedParents = new Set(sharedParentDomains)

/**
 * Whether mail to the domain, or to a domain above it, is read in a mailbox made to be thrown away.
 *
 * The nearest listed name decides. Top-level domains are never looked at.
 *
 * @param asciiDomain lower case, A-labels, without a final dot
 */
export function isDisposableDomain(asciiDomain: string): boolean {
  let name = asciiDomain
  for (;;) {
    if (relays.has(name)) return false
    if (disposable.has(name)) return name === asciiDomain || !sharedParents.has(name)
    const dot = name.indexOf('.')
    if (dot === -1 || name.indexOf('.', dot + 1) === -1) return false
    name = name.slice(dot + 1)
  }
}
