import { base32 } from './base32.ts'
import { codeDigits, stepSeconds } from './totp.ts'

const issuer = 'Gatelist'

/** The address that authenticator apps read out of the picture. It holds the secret. */
export function otpauthUri(email: string, secret: Uint8Array): string {
  const label = `${issuer}:${encodeURIComponent(email)}`
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${issuer}&algorithm=SHA1&digits=${codeDigits}&period=${stepSeconds}`
}

/** The secret to type, in groups of four. */
export function typedSecret(secret: Uint8Array): string {
  return base32(secret).replace(/(.{4})(?=.)/g, '$1 ')
}
