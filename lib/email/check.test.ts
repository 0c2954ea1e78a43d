import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type DnsQuestion, type DnsReply, records, startDnsServer } from '#test/dns-server'
import { createEmailCheck, type EmailCheck } from './check.ts'
import { createDnsClient } from './dns/client.ts'
import { dnsServers } from './dns/server.ts'
import { createMailResolver } from './resolver.ts'

/** Long enough for a busy machine, and as short as the test of silence can be. */
const PATIENT_MS = 8000
const HASTY_MS = 400
const none: DnsReply = { authorities: [records.soa('example')] }
const nameError: DnsReply = { responseCode: 3, authorities: [records.soa('example', 300, 30)] }

/** What the world's DNS says, by name and type; `*` stands for every type. */
const world: Record<string, DnsReply> = {
  'mx.example MX': { answers: [records.mx('mx.example', 'in.mx.example', 120)] },
  'null.example MX': { answers: [records.mx('null.example', '')] },
  'null.example A': { answers: [records.a('null.example')] },
  'mixed.example MX': { answers: [records.mx('mixed.example', ''), records.mx('mixed.example', 'in.mixed.example')] },
  'alias.example MX': {
    answers: [records.cname('alias.example', 'mx.example'), records.mx('mx.example', 'in.mx.example')],
  },
  'four.example A': { answers: [records.a('four.example')] },
  'six.example AAAA': { answers: [records.aaaa('six.example')] },
  'six.example A': { responseCode: 2 },
  'half.example A': { responseCode: 2 },
  'gone.example *': nameError,
  'broken.example *': { responseCode: 2 },
  'refused.example *': { responseCode: 5 },
  'silent.example *': 'silence',
  'late.example MX': { answers: [records.mx('late.example', 'm')], afterMs: 120 },
  'brief.example MX': { answers: [records.mx('brief.example', 'm', 0)] },
  'long.example MX': { answers: [records.mx('long.example', 'm', 604_800)] },
  'xn--bcher-kva.example MX': { answers: [records.mx('xn--bcher-kva.example', 'm')] },
}
const answer = ({ name, type }: DnsQuestion) => world[`${name} ${type}`] ?? world[`${name} *`] ?? none

let server: Awaited<ReturnType<typeof startDnsServer>>
let nowMs: number
let check: EmailCheck

beforeAll(async () => {
  server = await startDnsServer(answer)
})
afterAll(() => server.close())
beforeEach(() => {
  nowMs = 1_000_000
  server.questions.length = 0
  check = checkWithin(PATIENT_MS)
})

function checkWithin(timeoutMs: number): EmailCheck {
  const ask = createDnsClient(dnsServers([server.address]), timeoutMs)
  return createEmailCheck({ resolver: createMailResolver({ ask, timeoutMs, now: () => nowMs }) })
}

const good = { kind: 'verdict', status: 'good' }
const bad = (reason: string) => ({ kind: 'verdict', status: 'bad', reason })
const unavailable = { kind: 'unavailable' }

describe('judges an address', () => {
  it.each([
    ['with an MX', 'ada@mx.example', good],
    ['whatever the case of its domain', 'ada@MX.Example', good],
    ['with an alias to a domain with an MX (RFC 5321 §5.1)', 'ada@alias.example', good],
    ['with an IPv4 address and no MX (RFC 5321 §5.1)', 'ada@four.example', good],
    ['with an IPv6 address and no MX, though IPv4 fails', 'ada@six.example', good],
    ['with an international domain', 'ada@bücher.example', good],
    ['with a null MX, in spite of an address (RFC 7505)', 'ada@null.example', bad('no_mx_records')],
    ['with a null MX beside a true one', 'ada@mixed.example', good],
    ['with neither MX nor address', 'ada@bare.example', bad('no_mx_records')],
    ['whose domain is not there', 'ada@gone.example', bad('domain_not_found')],
    ['that is none', 'ada@', bad('invalid_format')],
    ['of a disposable domain', 'ada@mailinator.com', bad('disposable_domain')],
    ['below a disposable domain', 'ada@mail.mailinator.com', bad('disposable_domain')],
  ])('%s', async (_name, email, outcome) => {
    expect(await check.check(email)).toEqual(outcome)
  })

  it.each([
    ['fails', 'broken.example'],
    ['refuses', 'refused.example'],
    ['tells of no MX and fails on the address', 'half.example'],
  ])('not at all when DNS %s', async (_name, domain) => {
    expect(await check.check(`ada@${domain}`)).toEqual(unavailable)
  })

  it('not at all when DNS is silent, and says so within its time', async () => {
    const started = performance.now()
    expect(await checkWithin(HASTY_MS).check('ada@silent.example')).toEqual(unavailable)
    expect(performance.now() - started).toBeLessThan(HASTY_MS * 3)
  })

  it('without DNS where syntax or the list decide', async () => {
    await check.check('ada@')
    await check.check('ada@mailinator.com')
    expect(server.questions).toEqual([])
  })
})

describe('remembers', () => {
  async function questionsAfter(email: string, elapsedMs: number): Promise<number> {
    await check.check(email)
    server.questions.length = 0
    nowMs += elapsedMs
    await check.check(email)
    return server.questions.length
  }

  it.each([
    ['records for their time to live', 'ada@mx.example', 120_000],
    ['that a domain is not there for the SOA’s minimum (RFC 2308)', 'ada@gone.example', 30_000],
    ['the least of all answers where several decided', 'ada@bare.example', 60_000],
    ['nothing for less than a second', 'ada@brief.example', 1000],
    ['nothing for more than an hour', 'ada@long.example', 3_600_000],
    ['that DNS was out of reach for a second (RFC 9520)', 'ada@broken.example', 1000],
  ])('%s', async (_name, email, keptMs) => {
    expect(await questionsAfter(email, keptMs)).toBe(0)
    expect(await questionsAfter(email, keptMs + 1)).toBeGreaterThan(0)
  })

  it('one answer for all addresses of a domain', async () => {
    await check.check('ada@mx.example')
    await check.check('grace@MX.example')
    expect(server.questions).toHaveLength(1)
  })

  it('and asks once for all who ask at the same time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, i) => check.check(`a${i}@late.example`)))
    expect(outcomes).toEqual(outcomes.map(() => good))
    expect(server.questions).toHaveLength(1)
  })
})

it('says nothing of domains past the number it looks up at once, and judges them when there is room again', async () => {
  const slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return { kind: 'no_such_domain', ttl: 60 } as const
  }
  const busy = createEmailCheck({ resolver: createMailResolver({ ask: slow, timeoutMs: PATIENT_MS }) })
  const outcomes = await Promise.all(Array.from({ length: 257 }, (_, i) => busy.check(`ada@n${i}.example`)))
  expect(outcomes.slice(0, 256)).toEqual(Array.from({ length: 256 }, () => bad('domain_not_found')))
  expect(outcomes[256]).toEqual(unavailable)
  expect(await busy.check('ada@n256.example')).toEqual(bad('domain_not_found'))
})

it('gives exactly one outcome for any text', async () => {
  const resolver = { lookup: async () => 'accepts_mail' as const }
  const calm = createEmailCheck({ resolver })
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
      const outcome = await calm.check(text)
      expect(['verdict', 'unavailable']).toContain(outcome.kind)
    }),
  )
})
