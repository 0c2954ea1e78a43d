import { lookup } from 'node:dns/promises'
import { type Check, checksOf } from '#lib/doctor/check'
import { createDnsClient } from '#lib/email/dns/client'
import { dnsServers } from '#lib/email/dns/server'
import type { Env } from '#lib/env'
import { parseAddress } from '#lib/ip/address'

const { ok, problem, skipped } = checksOf('dns')

/** Whether the name that people open resolves, and whether the resolver of the e-mail checks answers. */
export async function dnsChecks(env: Env): Promise<readonly Check[]> {
  return Promise.all([nameCheck(env.appUrl), resolverCheck(env)])
}

async function nameCheck({ hostname }: URL): Promise<Check> {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (parseAddress(host) !== null) return skipped('APP_URL', `${host} is an address and needs no DNS.`)
  try {
    const found = await within(lookup(host, { all: true }))
    return ok('APP_URL', `${host} is ${found.map(({ address }) => address).join(', ')}.`)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return problem('APP_URL', `${host} cannot be resolved from here (${code ?? 'no answer'}).`, {
      fix: 'Make the name known in DNS, or correct APP_URL.',
    })
  }
}

async function resolverCheck({ dnsServers: configured, dnsTimeoutMs }: Env): Promise<Check> {
  const servers = dnsServers(configured)
  const ask = createDnsClient(servers, dnsTimeoutMs)
  const started = performance.now()
  // A name that is there for good (RFC 6761 §6.5); any statement about it will do.
  const { kind } = await ask('example.com', 'MX', AbortSignal.timeout(dnsTimeoutMs))
  const who = servers.map(({ address }) => address).join(', ')
  const elapsed = Math.round(performance.now() - started)
  if (kind !== 'failed') return ok('resolver', `The resolver of the e-mail checks answers in ${elapsed} ms (${who}).`)
  const fix = 'Name a resolver that answers in DNS_SERVERS; until then every e-mail check is answered 503.'
  return problem('resolver', `The resolver of the e-mail checks does not answer within ${dnsTimeoutMs} ms (${who}).`, {
    fix,
  })
}

const LIMIT_MS = 5000

function within<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('late')), LIMIT_MS)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
