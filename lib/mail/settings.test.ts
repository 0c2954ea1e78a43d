import { describe, expect, test } from 'vitest'
import { parseEnv } from '#lib/env'
import { isMailAddress, parseSender, parseSmtpUrl } from './settings.ts'

const plain = { isTlsFromStart: false, isTlsRequired: false, login: null }
const login = { user: 'gate', pass: 'p w/@' }

describe('SMTP_URL', () => {
  test.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, ...plain }],
    ['smtp://127.0.0.1:1025/', { host: '127.0.0.1', port: 1025, ...plain }],
    ['smtp://[::1]:25', { host: '::1', port: 25, ...plain }],
    // A login never leaves this machine without TLS.
    [
      'smtp://gate:p%20w%2F%40@mail.example.com',
      { host: 'mail.example.com', port: 587, ...plain, isTlsRequired: true, login },
    ],
    ['smtp://gate:p%20w%2F%40@localhost:25', { host: 'localhost', port: 25, ...plain, login }],
    [
      'smtps://gate:p%20w%2F%40@mail.example.com',
      { host: 'mail.example.com', port: 465, isTlsFromStart: true, isTlsRequired: true, login },
    ],
  ])('%s is understood', (text, server) => {
    expect(parseSmtpUrl(text)).toEqual(server)
  })

  test.each([
    'http://mail.example.com',
    'direct://mail.example.com',
    'sendmail:///usr/sbin/sendmail',
    'mail.example.com:25',
    'smtp://',
    'smtp://gate@mail.example.com',
    'smtp://:secret@mail.example.com',
    'smtp://gate:%zz@mail.example.com',
    // Options of the mail library, among them logging all that is sent.
    'smtp://mail.example.com?logger=true&debug=true',
    'smtps://mail.example.com/?tls.rejectUnauthorized=false',
    'smtp://mail.example.com/path',
    'smtp://mail.example.com#x',
  ])('%s is refused', (text) => {
    expect(parseSmtpUrl(text)).toBeNull()
  })
})

describe('an address', () => {
  test.each(['a@example.com', "o'neil+keys@sub.example.com", 'root@localhost'])('%s gets mail', (text) => {
    expect(isMailAddress(text)).toBe(true)
  })

  test.each([
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com\n',
    'a@example.com>\r\nRCPT TO:<b@example.com',
    'a@example.com, b@example.com',
    'a@example.com;b@example.com',
    'A <a@example.com>',
    '"a\r\n"@example.com',
    'a b@example.com',
    'a@exam\u0000ple.com',
    'a@b@example.com',
    '@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(260)}`,
    'a@éxample.com',
    '',
  ])('%j does not', (text) => {
    expect(isMailAddress(text)).toBe(false)
  })
})

test.each([
  ['keys@example.com', { name: '', address: 'keys@example.com' }],
  ['Gatelist <keys@example.com>', { name: 'Gatelist', address: 'keys@example.com' }],
  ['Gatelist, Inc. <keys@example.com>', { name: 'Gatelist, Inc.', address: 'keys@example.com' }],
  ['<keys@example.com>', null],
  ['Gate\r\nBcc: x@example.com <keys@example.com>', null],
  ['Gatelist <keys@example.com>, <b@example.com>', null],
  ['Gatelist', null],
])('MAIL_FROM %j', (text, sender) => {
  expect(parseSender(text)).toEqual(sender)
})

describe('a start with mail', () => {
  const whole = { SMTP_URL: 'smtp://localhost', MAIL_FROM: 'keys@example.com', APP_URL: 'https://keys.example.com' }

  test('needs all of its variables, or none', () => {
    expect(parseEnv(whole).mail).toMatchObject({ server: { host: 'localhost' }, from: { address: 'keys@example.com' } })
    expect(parseEnv({}).mail).toBeNull()
    expect(parseEnv({ APP_URL: whole.APP_URL }).mail).toBeNull()
  })

  test.each(['SMTP_URL', 'MAIL_FROM'] as const)('is refused with %s alone', (name) => {
    const other = name === 'SMTP_URL' ? 'MAIL_FROM' : 'SMTP_URL'
    expect(() => parseEnv({ ...whole, [other]: '' })).toThrow(`${other} must be set for mail`)
  })

  test('is refused while links would lead wherever a request says', () => {
    expect(() => parseEnv({ ...whole, APP_URL: '' })).toThrow('APP_URL must be set for mail')
  })

  test('never shows the login', () => {
    const wrong = { ...whole, SMTP_URL: 'imap://gate:hunter2@mail.example.com' }
    expect(() => parseEnv(wrong)).toThrow(/SMTP_URL must be smtp/)
    expect(() => parseEnv(wrong)).not.toThrow(/hunter2/)
  })
})
