import { expect, it } from 'vitest'
import { type CredentialKind, classifyCredential } from './classify-credential.ts'

const rows: [string, CredentialKind][] = [
  ['eyJhbGciOiJFZERTQSJ9.e30.AA', 'jwt'],
  ['eyJ', 'jwt'],
  ['mc_v1_AgEB', 'macaroon'],
  ['mc_v1_', 'macaroon'],
  ['gl_live_0123', 'issued'],
  ['EYJ0', 'imported'],
  [' eyJ', 'imported'],
  ['mc_v2_AgEB', 'imported'],
  ['MC_V1_AgEB', 'imported'],
  ['sk_live_0123', 'imported'],
  ['', 'imported'],
]
it.each(rows)('takes %j for %s', (text, kind) => {
  expect(classifyCredential(text, (one) => one.startsWith('gl_'))).toBe(kind)
})

it('asks for the form of a key only when it is no token', () => {
  expect(classifyCredential('eyJ_live_x', () => true)).toBe('jwt')
  expect(classifyCredential('mc_v1_x', () => true)).toBe('macaroon')
})
