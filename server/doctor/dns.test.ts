import { afterEach, expect, it } from 'vitest'
import { parseEnv } from '#lib/env'
import { dnsChecks } from '#server/doctor/dns'
import { type DnsReply, startDnsServer } from '#test/dns-server'

let stop = () => {}
afterEach(() => stop())

async function found(reply: DnsReply, url = 'http://192.0.2.1') {
  const dns = await startDnsServer(() => reply)
  stop = () => dns.close()
  const env = parseEnv({ APP_URL: url, DNS_SERVERS: dns.address, DNS_TIMEOUT_MS: '300' })
  return Object.fromEntries((await dnsChecks(env)).map(({ name, level, text }) => [name, [level, text]]))
}

it('tells a resolver that answers, whatever it says, from one that does not', async () => {
  expect((await found({ responseCode: 3 })).resolver?.[0]).toBe('ok')
  stop()
  const [level, text] = (await found('silence')).resolver ?? []
  expect(level).toBe('problem')
  expect(text).toContain('does not answer within 300 ms')
})

it('resolves the name that people open, where it is one', async () => {
  const name = async (url: string) => (await found({}, url)).APP_URL
  expect(await name('http://[2001:db8::1]:3000')).toEqual(['skipped', '2001:db8::1 is an address and needs no DNS.'])
  stop()
  expect((await name('http://localhost:3000'))?.[0]).toBe('ok')
  stop()
  expect((await name('https://keys.invalid'))?.[0]).toBe('problem')
})
