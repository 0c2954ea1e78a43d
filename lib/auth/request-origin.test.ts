import { describe, expect, test } from 'vitest'
import { isSameOriginRequest } from './request-origin.ts'

const configured = { url: new URL('https://keys.example.com'), isDefault: false }
const unnamed = { url: new URL('http://localhost:3000'), isDefault: true }

describe('requests that change something', () => {
  test.each([
    ['its own page', { origin: 'https://keys.example.com', 'sec-fetch-site': 'same-origin' }, configured, true],
    ['a person typing the address', { 'sec-fetch-site': 'none' }, configured, true],
    ['a program without either header', {}, configured, true],
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, configured, false],
    ['a sibling subdomain', { origin: 'https://www.example.com', 'sec-fetch-site': 'same-site' }, configured, false],
    ['a sibling subdomain that hides its Origin', { 'sec-fetch-site': 'same-site' }, configured, false],
    ['another site with an old browser', { origin: 'https://evil.example' }, configured, false],
    ['the same name without TLS', { origin: 'http://keys.example.com' }, configured, false],
    ['a sandboxed frame', { origin: 'null' }, configured, false],
    ['a claimed Host', { origin: 'https://evil.example', host: 'evil.example' }, configured, false],
    ['any name while none is configured', { origin: 'http://10.0.0.5:3000', host: '10.0.0.5:3000' }, unnamed, true],
    ['another port', { origin: 'http://localhost:8080', host: 'localhost:3000' }, unnamed, false],
  ] as const)('from %s', (_, headers, app, accepted) => {
    expect(isSameOriginRequest(new Headers({ ...headers }), app)).toBe(accepted)
  })
})
