import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { TOKEN } from './fixtures.ts'
import { createGatelist, type GatelistOptions } from './index.ts'

const SECRET = 'not-to-be-repeated'
const good: GatelistOptions = { url: 'https://keys.example.com', token: TOKEN }

describe('a client that can never work', () => {
  it.each<[string, object]>([
    ['no token', { token: undefined }],
    ['an empty token', { token: '' }],
    ['a token with its scheme', { token: `Bearer ${SECRET}` }],
    ['a token with a line break', { token: `${SECRET}\r\nX: y` }],
    ['no url', { url: undefined }],
    ['a url without a scheme', { url: `${SECRET}.example.com` }],
    ['another scheme', { url: `ftp://${SECRET}/` }],
    ['a password in the url', { url: `https://ada:${SECRET}@keys.example.com` }],
    ['a query', { url: `https://keys.example.com/?token=${SECRET}` }],
    ['a fragment', { url: `https://keys.example.com/#${SECRET}` }],
    ['no time', { timeoutMs: 0 }],
    ['time without end', { timeoutMs: Number.POSITIVE_INFINITY }],
    ['more time than a timer can', { timeoutMs: 2 ** 31 }],
    ['half a millisecond', { timeoutMs: 0.5 }],
    ['a fetch that is none', { fetch: 'fetch' }],
  ])('is not made: %s', (_name, wrong) => {
    const make = () => createGatelist({ ...good, ...wrong })
    expect(make).toThrow(TypeError)
    expect(make).not.toThrow(SECRET)
  })
})

it('shows its token to nobody who prints it', () => {
  const gatelist = createGatelist(good)
  expect(`${inspect(gatelist, { depth: 9, showHidden: true })}${JSON.stringify(gatelist)}`).not.toContain(TOKEN)
})

it('is made of a URL too', () => {
  expect(() => createGatelist({ ...good, url: new URL('http://[::1]:3000/gatelist/') })).not.toThrow()
})
