import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type DnsQuestion, type DnsReply, records, startDnsServer } from '#test/dns-server'
import { createDnsClient } from './client.ts'
import { dnsServers } from './server.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function server(answer: (question: DnsQuestion) => DnsReply) {
  const started = await startDnsServer(answer)
  closing.push(started.close)
  return started
}

/** Long enough for a busy machine; short where the end of the time is what is tested. */
const PATIENT_MS = 8000
const HASTY_MS = 400

async function ask(addresses: readonly string[], name: string, timeoutMs = PATIENT_MS) {
  return createDnsClient(dnsServers(addresses), timeoutMs)(name, 'MX', AbortSignal.timeout(timeoutMs))
}

/** A port where nobody listens: it was free a moment ago. */
async function deadAddress(): Promise<string> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return `127.0.0.1:${port}`
}

describe('tells what a server says', () => {
  const soa = records.soa('example.com', 300, 60)
  const cases: [string, DnsReply, object][] = [
    ['records', { answers: [records.mx('a.example', 'mx.example', 120)] }, { kind: 'records', ttl: 120 }],
    [
      'the least time to live',
      { answers: [records.mx('a.example', 'm', 120), records.mx('a.example', 'n', 30)] },
      { ttl: 30 },
    ],
    [
      'records behind aliases',
      { answers: [records.cname('a.example', 'B.example', 20), records.mx('b.EXAMPLE', 'm')] },
      { kind: 'records', ttl: 20 },
    ],
    ['no records', { authorities: [soa] }, { kind: 'none', ttl: 60 }],
    [
      'no records, by the SOA’s own time to live (RFC 2308 §5)',
      { authorities: [records.soa('example.com', 10, 60)] },
      { kind: 'none', ttl: 10 },
    ],
    ['no records, without an SOA: not to be kept', {}, { kind: 'none', ttl: 0 }],
    ['records of other names only', { answers: [records.mx('other.example', 'm')] }, { kind: 'none' }],
    ['no such domain', { responseCode: 3, authorities: [soa] }, { kind: 'no_such_domain', ttl: 60 }],
    [
      'an alias to no such domain (RFC 6604)',
      { responseCode: 3, answers: [records.cname('a.example', 'b.example', 5)], authorities: [soa] },
      { kind: 'no_such_domain', ttl: 5 },
    ],
    ['SERVFAIL: nothing', { responseCode: 2 }, { kind: 'failed' }],
    ['REFUSED: nothing', { responseCode: 5 }, { kind: 'failed' }],
    ['a referral: nothing', { authorities: [records.ns('example', 'ns.example')] }, { kind: 'failed' }],
    [
      'aliases in a circle: nothing',
      { answers: [records.cname('a.example', 'b.example'), records.cname('b.example', 'a.example')] },
      { kind: 'failed' },
    ],
    ['silence: nothing', 'silence', { kind: 'failed' }],
  ]
  it.each(cases)('%s', async (_name, reply, expected) => {
    const { address } = await server(() => reply)
    expect(await ask([address], 'a.example', reply === 'silence' ? HASTY_MS : PATIENT_MS)).toMatchObject(expected)
  })

  it('follows an alias that the server left to us', async () => {
    const { address } = await server(({ name }) =>
      name === 'a.example'
        ? { answers: [records.cname(name, 'b.example', 40)] }
        : { answers: [records.mx(name, 'm', 90)] },
    )
    expect(await ask([address], 'a.example')).toMatchObject({ kind: 'records', ttl: 40 })
  })

  it('gives up on aliases without end', async () => {
    const { address, questions } = await server(({ name }) => ({ answers: [records.cname(name, `x.${name}`)] }))
    expect(await ask([address], 'a.example')).toEqual({ kind: 'failed' })
    expect(questions.length).toBeLessThan(20)
  })
})

describe('hears only the answer to its question', () => {
  it('passes over an answer with another id', async () => {
    const { address } = await server(({ name }) => ({
      forgedFirst: [records.mx(name, 'forged.example', 3600)],
      answers: [records.mx(name, 'true.example', 60)],
      afterMs: 50,
    }))
    const answer = await ask([address], 'a.example')
    expect(answer).toMatchObject({ records: [{ exchange: 'true.example' }] })
  })

  it('passes over an answer to another question, and nonsense', async () => {
    const socket = createSocket('udp4')
    closing.push(() => socket.close())
    socket.on('message', (bytes, { port, address }) => {
      const other = Buffer.from(bytes)
      other[2] = 0x81
      other.write('z', 13)
      socket.send(Buffer.from('nonsense'), port, address)
      socket.send(other, port, address)
    })
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    expect(await ask([`127.0.0.1:${socket.address().port}`], 'a.example', HASTY_MS)).toEqual({ kind: 'failed' })
  })

  it('does not hear another sender', async () => {
    const stranger = createSocket('udp4')
    closing.push(() => stranger.close())
    const asked = createSocket('udp4')
    closing.push(() => asked.close())
    asked.on('message', (bytes, { port, address }) => {
      const forged = Buffer.from(bytes.subarray(0, -11))
      forged.writeUInt16BE(0x8183, 2)
      forged.writeUInt16BE(0, 10)
      stranger.send(forged, port, address)
    })
    asked.bind(0, '127.0.0.1')
    await once(asked, 'listening')
    expect(await ask([`127.0.0.1:${(asked.address() as AddressInfo).port}`], 'a.example', HASTY_MS)).toEqual({
      kind: 'failed',
    })
  })
})

describe('changes the way of asking when it must', () => {
  it('goes to TCP when the answer does not fit', async () => {
    const exchanges = Array.from({ length: 80 }, (_, i) => records.mx('a.example', `mx-number-${i}.example`))
    const { address, questions } = await server(() => ({ answers: exchanges }))
    const answer = await ask([address], 'a.example')
    expect(answer.kind === 'records' && answer.records.length).toBe(80)
    expect(questions.map(({ over }) => over)).toEqual(['udp', 'tcp'])
  })

  it('takes no part of a truncated answer when TCP fails', async () => {
    const { address } = await server(({ over, name }) =>
      over === 'tcp' ? 'silence' : { truncated: true, answers: [records.mx(name, 'm')] },
    )
    expect(await ask([address], 'a.example', HASTY_MS)).toEqual({ kind: 'failed' })
  })

  it('leaves EDNS out for a server from before it', async () => {
    let format = 1
    const { address, questions } = await server(({ name }) =>
      format-- > 0 ? { responseCode: 1 } : { answers: [records.mx(name, 'm')] },
    )
    expect(await ask([address], 'a.example')).toMatchObject({ kind: 'records' })
    expect(questions).toHaveLength(2)
  })
})

describe('asks on', () => {
  const good = (question: DnsQuestion): DnsReply => ({ answers: [records.mx(question.name, 'm')] })

  it('at once when a server fails', async () => {
    const failing = await server(() => ({ responseCode: 2 }))
    const { address } = await server(good)
    const started = performance.now()
    expect(await ask([failing.address, address], 'a.example')).toMatchObject({ kind: 'records' })
    expect(performance.now() - started).toBeLessThan(PATIENT_MS / 4)
  })

  it('at once when nobody listens', async () => {
    const { address } = await server(good)
    const started = performance.now()
    expect(await ask([await deadAddress(), address], 'a.example')).toMatchObject({ kind: 'records' })
    expect(performance.now() - started).toBeLessThan(PATIENT_MS / 4)
  })

  it('after its share of the time when a server is silent, and begins with the other one from then on', async () => {
    const silent = await server(() => 'silence')
    const { address } = await server(good)
    const client = createDnsClient(dnsServers([silent.address, address]), 2000)
    expect(await client('a.example', 'MX', AbortSignal.timeout(2000))).toMatchObject({ kind: 'records' })
    expect(await client('b.example', 'MX', AbortSignal.timeout(2000))).toMatchObject({ kind: 'records' })
    expect(silent.questions.map(({ name }) => name)).toEqual(['a.example'])
  })

  it('once more when a packet was lost', async () => {
    let lost = 1
    const { address } = await server((question) => (lost-- > 0 ? 'silence' : good(question)))
    expect(await ask([address], 'a.example', 2000)).toMatchObject({ kind: 'records' })
  })

  it('and still hears a slow server that it asked first', async () => {
    let calls = 0
    const { address } = await server((question) =>
      calls++ === 0 ? { answers: [records.mx(question.name, 'slow.example')], afterMs: 1200 } : 'silence',
    )
    expect(await ask([address], 'a.example', 2000)).toMatchObject({ records: [{ exchange: 'slow.example' }] })
  })

  it('but not beyond the signal, nor when there is nobody to ask', async () => {
    const started = performance.now()
    expect(await ask([], 'a.example')).toEqual({ kind: 'failed' })
    const { address } = await server(() => 'silence')
    expect(await ask([address, address, address, address], 'a.example', HASTY_MS)).toEqual({ kind: 'failed' })
    expect(performance.now() - started).toBeLessThan(HASTY_MS * 3)
  })

  it('fails when its machine cannot reach the server at all', async () => {
    expect(await ask(['255.255.255.255:53', '[100::1]:53'], 'a.example', HASTY_MS)).toEqual({ kind: 'failed' })
  })
})

describe('servers', () => {
  it.each([
    ['192.0.2.1', { address: '192.0.2.1', port: 53, family: 4 }],
    ['192.0.2.1:5353', { address: '192.0.2.1', port: 5353, family: 4 }],
    ['2001:db8::1', { address: '2001:db8::1', port: 53, family: 6 }],
    ['[2001:db8::1]:5353', { address: '2001:db8::1', port: 5353, family: 6 }],
  ])('are read from %s', (text, expected) => {
    expect(dnsServers([text])).toEqual([expected])
  })

  it('are the machine’s own when none are configured', () => {
    for (const { address, port } of dnsServers(undefined)) {
      expect(address).not.toBe('')
      expect(port).toBeGreaterThan(0)
    }
  })

  it('must be addresses', () => {
    expect(() => dnsServers(['dns.example'])).toThrow()
  })
})
