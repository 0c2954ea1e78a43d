import { describe, expect, it } from 'vitest'
import { isDisposableDomain } from './disposable.ts'
import { relayDomains } from './disposable-allowed.ts'
import { extraDisposableDomains } from './disposable-extra.ts'

describe('finds disposable domains', () => {
  it.each<[string, string]>([
    ['mailinator.com', 'listed'],
    ['mail.mailinator.com', 'below a listed one'],
    ['a.b.c.guerrillamail.com', 'far below a listed one'],
    ['000webmail.ddnss.de', 'listed below a name of many owners'],
    ['mooo.com', 'a lent-out name itself'],
    ...extraDisposableDomains.map((domain): [string, string] => [domain, 'of our own list']),
  ])('%s (%s)', (domain) => {
    expect(isDisposableDomain(domain)).toBe(true)
  })
})

describe('leaves the others alone', () => {
  it.each<[string, string]>([
    ['example.com', 'an ordinary one'],
    ['gmail.com', 'a free provider'],
    ['notmailinator.com.example', 'a listed name in front'],
    ['xmailinator.com', 'a name that ends alike'],
    ['ddnss.de', 'above a listed one'],
    ['somebody.mooo.com', 'a subdomain lent to somebody'],
    ['com', 'a top-level domain'],
    ...relayDomains.map((domain): [string, string] => [domain, 'a relay']),
    ['in.opayq.com', 'below a relay'],
  ])('%s (%s)', (domain) => {
    expect(isDisposableDomain(domain)).toBe(false)
  })
})
