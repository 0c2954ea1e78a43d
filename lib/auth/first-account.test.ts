import { describe, expect, test } from 'vitest'
import type { PeerContext } from '#lib/client-ip/peer'
import { parseEnv } from '#lib/env'
import { isMadeOnThisMachine, isStraightFromThisMachine } from './first-account.ts'

const plain = parseEnv({})

function request(peer: string | undefined, headers: Record<string, string>): PeerContext {
  return { peer, rawHeaders: Object.entries(headers).flat(), requestId: 'test' }
}

describe('the first account without the set-up code', () => {
  test.each([
    ['127.0.0.1', { Host: 'localhost:3000', Origin: 'http://localhost:3000' }],
    ['127.0.0.1', { Host: '127.0.0.1:3000' }],
    ['::1', { Host: '[::1]:3000', Origin: 'http://[::1]:3000' }],
    ['::ffff:127.0.0.1', { Host: 'LOCALHOST:3000' }],
  ])('is made by somebody at this machine: %s %j', (peer, headers) => {
    expect(isMadeOnThisMachine(request(peer, headers), plain)).toBe(true)
  })

  test.each([
    ['another machine', '192.0.2.7', { Host: 'localhost:3000' }],
    ['no known connection', undefined, { Host: 'localhost:3000' }],
    ['no Host', '127.0.0.1', {}],
    ['another name', '127.0.0.1', { Host: 'keys.example.com' }],
    ['a name that only begins like loopback', '127.0.0.1', { Host: 'localhost.evil.example' }],
    ['an address that only looks like loopback', '127.0.0.1', { Host: '127.0.0.1.evil.example' }],
    ['a page of another site', '127.0.0.1', { Host: 'localhost:3000', Origin: 'https://keys.example.com' }],
    ['X-Forwarded-For', '127.0.0.1', { Host: 'localhost', 'X-Forwarded-For': '127.0.0.1' }],
    ['an empty X-Forwarded-For', '127.0.0.1', { Host: 'localhost', 'x-forwarded-for': '' }],
    ['X-Forwarded-Proto', '127.0.0.1', { Host: 'localhost', 'X-Forwarded-Proto': 'http' }],
    ['Forwarded', '127.0.0.1', { Host: 'localhost', Forwarded: 'for=127.0.0.1' }],
    ['X-Real-IP', '127.0.0.1', { Host: 'localhost', 'X-Real-IP': '127.0.0.1' }],
    ['Via', '127.0.0.1', { Host: 'localhost', Via: '1.1 proxy' }],
    ['CF-Connecting-IP', '127.0.0.1', { Host: 'localhost', 'CF-Connecting-IP': '192.0.2.1' }],
    ['True-Client-IP', '127.0.0.1', { Host: 'localhost', 'True-Client-IP': '192.0.2.1' }],
    ['Fastly-Client-IP', '127.0.0.1', { Host: 'localhost', 'Fastly-Client-IP': '192.0.2.1' }],
  ])('needs the code with %s', (_, peer, headers) => {
    expect(isMadeOnThisMachine(request(peer, headers), plain)).toBe(false)
  })

  test.each([
    ['a public address', { APP_URL: 'https://keys.example.com' }],
    ['a proxy', { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXIES: 'loopback' }],
  ])('needs the code when the configuration names %s', (_, variables) => {
    const peer = request('127.0.0.1', { Host: 'localhost:3000' })
    expect(isMadeOnThisMachine(peer, parseEnv(variables))).toBe(false)
  })
})

describe('straight from this machine', () => {
  test.each([
    ['127.0.0.1', {}, true],
    ['127.8.8.8', { Host: 'keys.example.com', Origin: 'https://keys.example.com' }, true],
    ['::1', {}, true],
    ['::ffff:127.0.0.1', {}, true],
    ['192.0.2.7', {}, false],
    ['10.0.0.1', {}, false],
    ['::ffff:192.0.2.7', {}, false],
    [undefined, {}, false],
    ['127.0.0.1', { 'x-forwarded-for': '' }, false],
    ['::1', { Forwarded: 'for=127.0.0.1' }, false],
    ['127.0.0.1', { VIA: '1.1 proxy' }, false],
    ['127.0.0.1', { 'X-Real-IP': '127.0.0.1' }, false],
  ])('%s %j: %s', (peer, headers, is) => {
    expect(isStraightFromThisMachine(request(peer, headers))).toBe(is)
  })
})
