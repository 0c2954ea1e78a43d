/** Codes that the sign-in endpoints put into the address of the sign-in page. */
export const signInCodes = {
  CredentialsSignin: 'That e-mail address and password do not go together.',
  TooManyAttempts: 'Too many attempts. Wait a few minutes, then try again.',
  AccountDisabled: 'This account has been disabled. Ask whoever runs this server.',
  NoWorkspace: 'This account belongs to no workspace any more. Ask a member to invite you.',
  CodeRequired: 'This account has a second factor. Sign in here: the code is asked for after the password.',
  WrongCode: 'That code was not right. Codes change every 30 seconds.',
  Unavailable: 'The database does not answer. Try again in a moment.',
} as const

export type SignInCode = keyof typeof signInCodes

/** Text for a code of ours, nothing for anything else: whoever makes a link must not be able to put words on the page. */
export function signInNotice(code: unknown): string | null {
  if (typeof code !== 'string' || code === '') return null
  return isSignInCode(code) ? signInCodes[code] : 'Signing in did not work. Try again.'
}

function isSignInCode(code: string): code is SignInCode {
  return Object.hasOwn(signInCodes, code)
}
