import { describe, expect, it } from 'vitest'
import { MAX_URL_LENGTH, readTarget } from './target.ts'

const onTheInternet = { privateTargets: false }
const anywhere = { privateTargets: true }

describe('the address of a webhook', () => {
  it.each([
    ['https://example.com/hooks?team=a', 'https://example.com/hooks?team=a'],
    ['  https://EXAMPLE.com  ', 'https://example.com/'],
    ['https://example.com:8443/x', 'https://example.com:8443/x'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
  ])('can be %s', (text, href) => {
    const read = readTarget(text, onTheInternet)
    expect(read.ok && read.url.href).toBe(href)
  })

  it.each([
    ['', 'Enter a whole address'],
    ['example.com/hooks', 'Enter a whole address'],
    [`https://example.com/${'a'.repeat(MAX_URL_LENGTH)}`, 'Enter a whole address'],
    ['http://example.com/', 'Use https'],
    ['ftp://example.com/', 'begins with https://'],
    ['file:///etc/passwd', 'begins with https://'],
    ['gopher://127.0.0.1:6379/_', 'begins with https://'],
    ['https://user:secret@example.com/', 'Leave out the user name'],
    ['https://user@example.com/', 'Leave out the user name'],
    ['https://example.com/#part', 'after #'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:25/', 'port'],
    ['https://127.0.0.1/', 'on the internet'],
    ['https://2130706433/', 'on the internet'],
    ['https://0x7f000001/', 'on the internet'],
    ['https://0177.0.0.1/', 'on the internet'],
    ['https://127.1/', 'on the internet'],
    ['https://１２７.0.0.1/', 'on the internet'],
    ['https://10.0.0.5/', 'on the internet'],
    ['https://169.254.169.254/latest/meta-data/', 'on the internet'],
    ['https://[::1]/', 'on the internet'],
    ['https://[::ffff:127.0.0.1]/', 'on the internet'],
    ['https://[64:ff9b::7f00:1]/', 'on the internet'],
    ['https://[fe80::1]/', 'on the internet'],
  ])('cannot be %s', (text, message) => {
    const read = readTarget(text, onTheInternet)
    expect(read).toMatchObject({ ok: false, message: expect.stringContaining(message) })
    expect(!read.ok && read.message).not.toContain('secret')
  })

  it('may be of this network, and plain, where the installation allows it; the rest stays', () => {
    for (const text of ['http://127.0.0.1:8080/', 'http://[::1]:8080/', 'https://10.0.0.5/']) {
      expect(readTarget(text, anywhere).ok).toBe(true)
    }
    for (const text of ['ftp://10.0.0.5/', 'http://user@10.0.0.5/', 'http://10.0.0.5:22/']) {
      expect(readTarget(text, anywhere).ok).toBe(false)
    }
  })
})
