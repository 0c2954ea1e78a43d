import { describe, expect, test } from 'vitest'
import { base32 } from './base32.ts'
import { otpauthUri, typedSecret } from './otpauth.ts'
import { codeAt, matchingStep } from './totp.ts'
import { readCode } from './typed-code.ts'

const secret = Buffer.from('12345678901234567890')

// RFC 6238 Appendix B, SHA-1; its eight digits end in our six.
test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('the code at %i s is the one of RFC 6238', (unixSeconds, eight) => {
  expect(codeAt(secret, Math.floor(unixSeconds / 30))).toBe(eight.slice(2))
})

// RFC 4648 §10, without padding.
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base 32 of %j is %s', (plain, text) => expect(base32(Buffer.from(plain))).toBe(text))

describe('a code is taken', () => {
  const unixSeconds = 1_700_000_010
  const now = Math.floor(unixSeconds / 30)
  const at = (step: number, lastStep = 0) => matchingStep(secret, codeAt(secret, step), { unixSeconds, lastStep })

  test.each([-1, 0, 1])('of the step %i beside now', (beside) =>
    expect(at(now + beside)).toEqual({ step: now + beside }),
  )
  test.each([-2, 2])('not of the step %i beside now', (beside) => expect(at(now + beside)).toBe('wrong'))
  test('once: not of the last step that was taken, nor of one before it', () => {
    expect(at(now, now)).toBe('used')
    expect(at(now - 1, now)).toBe('used')
    expect(at(now + 1, now)).toEqual({ step: now + 1 })
  })
  test.each(['', '12345', '1234567', 'abcdef', '٣٣٣٣٣٣'])('not as %j', (code) => {
    expect(matchingStep(secret, code, { unixSeconds, lastStep: 0 })).toBe('wrong')
  })
})

test.each([
  ['123 456', { kind: 'app', digits: '123456' }],
  [' 123-456 ', { kind: 'app', digits: '123456' }],
  ['ABCD-EFGH-JKMN-PQRS', { kind: 'recovery', bare: 'abcdefghjkmnpqrs' }],
  ['abcd efgh jkmn oil0', { kind: 'recovery', bare: 'abcdefghjkmn0110' }],
  ['abcd-efgh-jkmn-pqru', null],
  ['abcd-efgh-jkmn', null],
  ['12345', null],
  ['', null],
])('what is typed as %j is read as %j', (text, code) => expect(readCode(text)).toEqual(code))

test('an app is told the secret as a picture and as text to type', () => {
  expect(otpauthUri('a+b@example.com', secret)).toBe(
    'otpauth://totp/Gatelist:a%2Bb%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gatelist&algorithm=SHA1&digits=6&period=30',
  )
  expect(typedSecret(secret)).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
})
