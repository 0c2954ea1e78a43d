import { describe, expect, it } from 'vitest'
import { shapeProblem } from './request-shape.ts'

const problem = (rawHeaders: string[], httpVersionMajor = 1, httpVersionMinor = 1) =>
  shapeProblem({ rawHeaders, httpVersionMajor, httpVersionMinor })

describe('the shape of a request', () => {
  it.each(['example.com', 'localhost:3000', '[2001:db8::1]:443', '203.0.113.9', 'xn--bcher-kva.example', ''])(
    'takes the host %j',
    (host) => expect(problem(['Host', host, 'Accept', '*/*'])).toBeNull(),
  )

  it.each(['a/b', 'user@a', 'a b', 'a?b', 'a#b', 'a\\b', 'a"b', '<a>', 'a\u00e4'])('refuses the host %j', (host) =>
    expect(problem(['HOST', host])).toBe(400),
  )

  it('refuses a second Host line, alike or not, however it is written', () => {
    expect(problem(['Host', 'a', 'Accept', '*/*', 'hOST', 'a'])).toBe(400)
    expect(problem(['Host', 'a', 'host', 'b'])).toBe(400)
  })

  it('takes a request without one, as HTTP/1.0 has it', () => {
    expect(problem(['Accept', 'host'])).toBeNull()
  })

  it('refuses other versions than 1', () => {
    expect(problem(['Host', 'a'], 2)).toBe(505)
    expect(problem(['Host', 'a'], 0)).toBe(505)
  })

  it('takes chunks and no other coding, and those not from HTTP/1.0 (RFC 9112, section 6.1)', () => {
    expect(problem(['Host', 'a', 'Transfer-Encoding', 'Chunked'])).toBeNull()
    expect(problem(['Host', 'a', 'transfer-encoding', 'gzip, chunked'])).toBe(400)
    expect(problem(['Host', 'a', 'TRANSFER-ENCODING', 'chunked'], 1, 0)).toBe(400)
  })
})
