import { seal, unseal } from '#lib/secrets'

const purpose = 'second factor'

/** At rest a secret is sealed for its account, so that a row copied to another one opens nothing. */
export function sealSecret(userId: string, secret: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(seal(purpose, secret, userId))
}

export function openSecret(userId: string, sealed: Uint8Array): Buffer {
  const secret = unseal(purpose, sealed, userId)
  if (secret === null) throw new Error('the secret of a second factor cannot be opened')
  return secret
}
