import dns2 from 'dns2'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { records } from '#test/dns-server'
import { decodeMessage, encodeQuestion } from './message.ts'
import { readName, writeName } from './name.ts'

const { Packet } = dns2
const question = { name: 'mail.example.com', type: 'MX' } as const

function response(fill: (packet: InstanceType<typeof Packet>) => void): Buffer {
  const packet = new Packet()
  packet.header.id = 7
  packet.header.qr = 1
  packet.questions = [new Packet.Question('mail.example.com', Packet.TYPE.MX, Packet.CLASS.IN)]
  fill(packet)
  return packet.toBuffer()
}

describe('questions', () => {
  it('are read by an independent parser as they were meant', () => {
    const packet = Packet.parse(encodeQuestion(513, question, true) ?? Buffer.alloc(0))
    expect(packet.header).toMatchObject({ id: 513, qr: 0, opcode: 0, rd: 1, tc: 0 })
    expect(packet.questions).toMatchObject([{ name: 'mail.example.com', type: 15, class: 1 }])
    expect(packet.additionals).toMatchObject([{ name: '', type: 41, class: 1232 }])
  })

  it('do without EDNS for old servers', () => {
    expect(Packet.parse(encodeQuestion(1, question, false) ?? Buffer.alloc(0)).additionals).toEqual([])
  })

  it.each([`${'a'.repeat(64)}.example`, `${'a.'.repeat(128)}example`, 'a..b', 'a\\046b.example'])(
    'cannot name %s',
    (name) => {
      expect(encodeQuestion(1, { name, type: 'A' }, true)).toBeNull()
    },
  )
})

describe('responses', () => {
  it('of an independent writer are read with their times to live', () => {
    const bytes = response((packet) => {
      packet.answers = [
        records.cname('mail.example.com', 'Mx.Example.NET', 40),
        records.mx('mx.example.net', 'in.example.net', 50),
        records.mx('mx.example.net', '', 51),
        records.a('mx.example.net', '192.0.2.1', 60),
        records.aaaa('mx.example.net', '2001:db8::1', 70),
        { name: 'mx.example.net', type: Packet.TYPE.TXT, class: 1, ttl: 5, data: 'unread' },
      ] as typeof packet.answers
      packet.authorities = [records.soa('example.com', 300, 90)] as typeof packet.answers
    })
    expect(decodeMessage(bytes)).toEqual({
      id: 7,
      truncated: false,
      responseCode: 0,
      question,
      answers: [
        { kind: 'CNAME', owner: 'mail.example.com', ttl: 40, target: 'mx.example.net' },
        { kind: 'MX', owner: 'mx.example.net', ttl: 50, exchange: 'in.example.net' },
        { kind: 'MX', owner: 'mx.example.net', ttl: 51, exchange: '' },
        { kind: 'A', owner: 'mx.example.net', ttl: 60 },
        { kind: 'AAAA', owner: 'mx.example.net', ttl: 70 },
      ],
      authorities: [{ kind: 'SOA', owner: 'example.com', ttl: 300, minimum: 90 }],
    })
  })

  it('have a time to live of zero when its highest bit is set (RFC 2181 §8)', () => {
    const bytes = response((packet) => {
      packet.answers = [records.a('mail.example.com')] as typeof packet.answers
    })
    bytes.writeUInt32BE(0x8000_0001, bytes.length - 10)
    expect(decodeMessage(bytes)?.answers).toEqual([{ kind: 'A', owner: 'mail.example.com', ttl: 0 }])
  })

  it('that were truncated hold no records', () => {
    const bytes = response((packet) => {
      packet.header.tc = 1
      packet.answers = [records.a('mail.example.com')] as typeof packet.answers
    })
    expect(decodeMessage(bytes)).toMatchObject({ truncated: true, answers: [] })
  })

  it('are not questions', () => {
    expect(decodeMessage(encodeQuestion(1, question, true) ?? Buffer.alloc(0))).toBeNull()
  })

  it('cut off anywhere before their end are refused whole', () => {
    const bytes = response((packet) => {
      packet.answers = [records.mx('mail.example.com', 'in.example.net')] as typeof packet.answers
      packet.authorities = [records.soa('example.com')] as typeof packet.answers
    })
    expect(decodeMessage(bytes)).not.toBeNull()
    for (let length = 0; length < bytes.length; length++) expect(decodeMessage(bytes.subarray(0, length))).toBeNull()
  })

  it('of any octets at all are read or refused, never thrown at', () => {
    const good = response((packet) => {
      packet.answers = [records.mx('mail.example.com', 'in.example.net')] as typeof packet.answers
      packet.authorities = [records.soa('example.com')] as typeof packet.answers
    })
    const mutations = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 8 })
    fc.assert(
      fc.property(mutations, (changes) => {
        const bytes = Buffer.from(good)
        for (const [at, octet] of changes) bytes[at] = octet
        decodeMessage(bytes)
      }),
      { numRuns: 5000 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void decodeMessage(Buffer.from(bytes))))
  })
})

describe('compressed names (RFC 9267)', () => {
  it.each([
    ['point at themselves', [0xc0, 0x00], 0],
    ['point at each other', [0xc0, 0x02, 0xc0, 0x00], 0],
    ['point back at names that point at each other', [0xc0, 0x02, 0xc0, 0x00, 0xc0, 0x00], 4],
    ['come back to where they began', [0x01, 0x61, 0xc0, 0x00], 0],
    ['point ahead', [0xc0, 0x02, 0x00], 0],
    ['point past the end', [0xff, 0xff], 0],
    ['have a reserved label type', [0x40, 0x00], 0],
    ['end in the middle of a label', [0x05, 0x61], 0],
    ['end in the middle of a pointer', [0x00, 0xc0], 1],
  ])('are refused when they %s', (_name, octets, start) => {
    expect(readName(Buffer.from(octets), start)).toBeNull()
  })

  it('are refused beyond 255 octets', () => {
    const label = Buffer.concat([Buffer.from([63]), Buffer.alloc(63, 0x61)])
    expect(readName(Buffer.concat([label, label, label, label, Buffer.alloc(1)]), 0)).toBeNull()
  })

  it('keep a dot within a label apart from a border', () => {
    expect(readName(Buffer.from([3, 0x61, 0x2e, 0x62, 0]), 0)).toEqual({ text: 'a\\046b', end: 5 })
  })

  it('survive being written and read', () => {
    const label = fc.stringMatching(/^[a-z0-9_-]{1,63}$/)
    fc.assert(
      fc.property(fc.array(label, { maxLength: 3 }), (labels) => {
        const bytes = writeName(labels.join('.'))
        expect(bytes && readName(bytes, 0)).toEqual({ text: labels.join('.'), end: bytes?.length })
      }),
    )
  })
})
