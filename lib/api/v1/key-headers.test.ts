import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type KeyFacts, noFacts } from '#lib/verify/key-record'
import { headerText, keyHeaders } from './key-headers.ts'

/** By name; as Node would write them, so that what it refuses fails here. */
function headersOf(facts: Partial<KeyFacts>): Record<string, unknown> {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  const lines = keyHeaders({ keyId: 'key-1', workspaceId: 'workspace-1', facts: { ...noFacts, ...facts } })
  for (let at = 0; at < lines.length; at += 2) response.setHeader(lines[at] ?? '', lines[at + 1] ?? '')
  return { ...response.getHeaders() }
}

describe('what an upstream is told of a key', () => {
  it('is told under the same four names whatever the key has', () => {
    expect(headersOf({})).toEqual({
      'x-key-id': 'key-1',
      'x-key-owner': 'workspace-1',
      'x-key-workspace': 'workspace-1',
      'x-key-scopes': '',
    })
    expect(headersOf({ actorId: 'service_payments', scopes: ['payments:read', 'https://example.com/x'] })).toEqual({
      'x-key-id': 'key-1',
      'x-key-owner': 'service_payments',
      'x-key-workspace': 'workspace-1',
      'x-key-scopes': 'payments:read https://example.com/x',
    })
  })

  it.each([
    ['a line break', 'a\r\nX-Key-Scopes: admin', 'a%0D%0AX-Key-Scopes:%20admin'],
    ['a lone line feed', 'a\nb', 'a%0Ab'],
    ['a NUL', 'a\0b', 'a%00b'],
    ['a space', 'payments admin', 'payments%20admin'],
    ['a comma', 'a,b;c="d"', 'a%2Cb%3Bc%3D%22d%22'],
    ['a percent sign', '100%41', '100%2541'],
    ['a placeholder of a proxy', '{env.HOME}$http_x', '%7Benv.HOME%7D%24http_x'],
    ['Latin-1, which Node would write as one byte', 'é', '%C3%A9'],
    ['what Node refuses to write', '支付🔑', '%E6%94%AF%E4%BB%98%F0%9F%94%91'],
    ['half a surrogate pair', 'a\ud800', 'a%EF%BF%BD'],
    ['a text direction mark', 'a\u202eb', 'a%E2%80%AEb'],
  ])('encodes %s', (_, text, encoded) => {
    expect(headersOf({ actorId: text, scopes: [text, 'x'] })).toMatchObject({
      'x-key-owner': encoded,
      'x-key-scopes': `${encoded} x`,
    })
  })

  it('can be read back, and holds visible ASCII only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const value = headerText(text)
        expect(value).toMatch(/^[!-~]*$/)
        expect(decodeURIComponent(value)).toBe(text)
      }),
    )
  })
})
