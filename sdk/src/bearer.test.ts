import { describe, expect, it } from 'vitest'
import { bearerCredential } from '../../lib/verify/credential.ts'
import { bearerIn, bearerOf } from './bearer.ts'

const rows: [string, string[], string | null][] = [
  ['one token', ['Bearer gl_live_abc'], 'gl_live_abc'],
  ['any letter case of the scheme (RFC 9110 §11.1)', ['bEaReR gl_live_abc'], 'gl_live_abc'],
  ['several spaces', ['Bearer   abc'], 'abc'],
  ['no header', [], null],
  ['two headers', ['Bearer a', 'Bearer a'], null],
  ['two headers, one of them empty', ['Bearer a', ''], null],
  ['another scheme', ['Basic abc'], null],
  ['no token', ['Bearer '], null],
  ['two tokens', ['Bearer a b'], null],
  ['a list', ['Bearer a, Bearer b'], null],
  ['no space', ['Bearerabc'], null],
  ['not ASCII', ['Bearer ａbc'], null],
  ['endless', [`Bearer ${'a'.repeat(5000)}`], null],
]

describe('the bearer credential, as the gate of Gatelist reads it', () => {
  it.each(rows)('%s', (_name, lines, credential) => {
    expect(bearerOf(['Host', 'x', ...lines.flatMap((line) => ['aUtHorization', line])])).toBe(credential)
    expect(bearerIn(lines.join(', '))).toBe(credential)
    expect(bearerCredential(lines)).toBe(credential)
  })

  it('may be a derived token, which is longer than any key', () => {
    const token = 'a'.repeat(4096)
    expect(bearerOf(['Authorization', `Bearer ${token}`])).toBe(token)
  })
})
