import { MACAROON_PREFIX } from './macaroon-codec.ts'

export type CredentialKind = 'jwt' | 'macaroon' | 'issued' | 'imported'

/**
 * What kind of credential a text is, by its form alone; the first that fits. Any text is one: what is nothing else may be an
 * imported key.
 *
 * @param hasIssuedForm whether a text is written as our own keys are
 */
export function classifyCredential(text: string, hasIssuedForm: (text: string) => boolean): CredentialKind {
  // `{"` in base64: every JOSE header that begins so.
  if (text.startsWith('eyJ')) return 'jwt'
  if (text.startsWith(MACAROON_PREFIX)) return 'macaroon'
  return hasIssuedForm(text) ? 'issued' : 'imported'
}
