import { describe, expect, it } from 'vitest'
import { createAnswerReader } from './answer-reader.ts'
import { drawIndices } from './draw.ts'
import { ratioOf } from './interleave.ts'
import { rateTable } from './rate-table.ts'
import { type Summary, summarise } from './report.ts'
import { effectOf } from './watch-changes.ts'

/** Every share once, in order, so that what is drawn is what is meant. */
function evenShares(): () => number {
  let n = 0
  return () => (n++ % 1000) / 1000
}

function countOf(drawn: Uint32Array, index: number): number {
  return drawn.filter((one) => one === index).length / drawn.length
}

describe('what is drawn', () => {
  it('is each call as often as any other', () => {
    const drawn = drawIndices('uniform', 4, evenShares())
    for (const index of [0, 1, 2, 3]) expect(countOf(drawn, index)).toBeCloseTo(0.25, 2)
  })

  it('is by Zipf the n-th call in proportion to 1/n', () => {
    const drawn = drawIndices('zipf', 4, evenShares())
    const all = 1 + 1 / 2 + 1 / 3 + 1 / 4
    for (const index of [0, 1, 2, 3]) expect(countOf(drawn, index)).toBeCloseTo(1 / (index + 1) / all, 2)
  })

  it('is always one of the calls', () => {
    for (const draw of ['uniform', 'zipf'] as const) {
      expect(Math.max(...drawIndices(draw, 7, () => 0.999_999_999).slice(0, 1))).toBe(6)
      expect(drawIndices(draw, 7, () => 0)[0]).toBe(0)
    }
  })
})

describe('an answer is complete', () => {
  const short = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
  const cases: [string, string][] = [
    ['with a length', short],
    ['with a length in small letters', short.toLowerCase().replace('http', 'HTTP')],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\na\r\n0\r\n\r\n12345\r\n0\r\n\r\n'],
    ['without a body', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'],
  ]

  it.each(cases)('%s, wherever it is cut', (_, text) => {
    for (let cut = 1; cut < text.length; cut += 1) {
      const reader = createAnswerReader()
      expect(reader.take(Buffer.from(text.slice(0, cut)))).toBe(0)
      expect(reader.take(Buffer.from(text.slice(cut)))).toBe(Number(text.slice(9, 12)))
      expect(reader.bytes().toString()).toBe(text)
    }
  })

  it('after others, whether or not it is as long as they were', () => {
    const reader = createAnswerReader()
    const refused = short.replace('200', '403')
    const longer = 'HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n123456789012'
    for (const text of [short, short, refused, longer, short]) {
      expect(reader.take(Buffer.from(text))).toBe(Number(text.slice(9, 12)))
      expect(reader.bytes().toString()).toBe(text)
    }
  })

  it('and nothing may come after it', () => {
    expect(() => createAnswerReader().take(Buffer.from(`${short}more`))).toThrow('more came')
    expect(() => createAnswerReader().take(Buffer.from('ok\r\n\r\n'))).toThrow('not an answer')
  })
})

const round = (rate: number) => ({
  ...{ requests: rate, rate, failed: 1, p50: 1 / rate, p99: 2 / rate, busy: 0.5, serverCpu: 1 },
  ...{ total: rate, flooded: 0 },
})

const summary = (subject: string, rates: readonly number[], more: Partial<Summary> = {}): Summary => ({
  ...summarise({ subject, connections: 50, rounds: rates.map(round) }),
  ...more,
})

describe('rounds', () => {
  it('come to their median, and half their range as a share of it', () => {
    expect(summary('gate', [90, 100, 130])).toMatchObject({ rate: 100, spread: 0.2, p50: 0.01, failed: 3 })
  })

  it('are compared one by one, so that a slow one does not count', () => {
    expect(ratioOf([50, 5, 60], [100, 10, 100])).toEqual({ median: 0.5, least: 0.5, most: 0.6 })
  })
})

describe('the table', () => {
  const bare = summary('bare', [100, 100, 100])
  const shown = { subjects: ['bare', 'gate', 'absent'], ceiling: 'bare', connections: [1, 50] }

  it('has a row for what was measured, and nothing at numbers of connections that were not', () => {
    expect(rateTable([bare, summary('gate', [60, 70, 80])], shown)).toEqual([
      ['', 'req/s, 1 conn.', 'ratio', 'p50 / p99 ms', 'req/s, 50 conn.', 'ratio', 'p50 / p99 ms'],
      ['bare', '', '', '', '100 ± 0%', '1.00', '0.01 / 0.02'],
      ['gate', '', '', '', '70 ± 14%', '0.70', '0.01 / 0.03'],
    ])
  })

  it('marks a rate that the generator held back, not one that the server did', () => {
    const rate = (more: Partial<Summary>) => rateTable([bare, summary('gate', [70], more)], shown)[2]?.[4]
    expect(rate({ generatorBusy: 0.95, serverCpu: 0.6 })).toBe('70 ± 0% †')
    expect(rate({ generatorBusy: 0.95, serverCpu: 0.95 })).toBe('70 ± 0%')
  })
})

describe('the effect of a change', () => {
  const call = (sentAt: number, answeredAt: number, status: number) => ({ sentAt, answeredAt, status })

  it('is told by calls that were sent after the save was answered', () => {
    const observed = [call(1, 12, 200), call(9, 11, 403), call(11, 13, 200), call(14, 16, 200), call(15, 18, 403)]
    expect(effectOf(observed, { savedAt: 10, expected: 403 })).toEqual({ stale: 2, staleForMs: 4, obeyedAfterMs: 8 })
  })
})
