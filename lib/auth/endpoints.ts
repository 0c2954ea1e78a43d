import NextAuth, { type AuthOptions } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { isDatabaseUnavailable } from '#lib/db'
import { type Env, env } from '#lib/env'
import { log } from '#lib/log'
import { paths } from '#lib/paths'
import { callbackPathOfUrl } from './callback-path.ts'
import { authCookies } from './cookies.ts'
import { currentUser } from './current.ts'
import { heldDevices } from './device-cookie.ts'
import type { SignInCode } from './notice.ts'
import { signInSchema } from './schema.ts'
import {
  claimsOf,
  decodeSession,
  encodeSession,
  sessionLifetimeSeconds,
  sessionSecret,
  tokenOf,
} from './session-token.ts'
import { signOut } from './sessions.ts'
import { type SignInRefusal, signIn } from './sign-in.ts'
import { currentVisitor } from './visitor.ts'

const codeOf = {
  wrong_credentials: 'CredentialsSignin',
  too_many_attempts: 'TooManyAttempts',
  account_disabled: 'AccountDisabled',
  no_workspace: 'NoWorkspace',
  code_required: 'CodeRequired',
  wrong_code: 'WrongCode',
  code_used: 'WrongCode',
} as const satisfies Record<SignInRefusal, SignInCode>

/** What next-auth answers under /api/auth. The pages sign in by their own action, through the same command. */
export function authEndpoints(): (request: Request, context: unknown) => Promise<Response> {
  const { appUrl } = env()
  // It reads its own address from here; otherwise it would believe the Host header.
  process.env.NEXTAUTH_URL = new URL('/api/auth', appUrl).href
  return NextAuth(authOptions({ appUrl }))
}

function authOptions({ appUrl }: Pick<Env, 'appUrl'>): AuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds },
    jwt: { encode: encodeSession, decode: decodeSession },
    useSecureCookies: appUrl.protocol === 'https:',
    cookies: authCookies(appUrl),
    pages: { signIn: paths.signIn(), signOut: paths.profile(), error: paths.signIn(), newUser: paths.signUp() },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' }, code: { type: 'text' } },
        authorize: authorise,
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => new URL(callbackPathOfUrl(url, baseUrl) ?? paths.home(), baseUrl).href,
      jwt: ({ token, user }) => {
        const claims = claimsOf(user ?? token)
        if (claims === null) throw new Error('not a session of ours')
        return tokenOf(claims)
      },
      // What scripts may know of who is signed in; nobody, once the database says so.
      session: async ({ session }) => {
        const user = await currentUser()
        if (user === null) throw new Error('the session has ended')
        return { user: { name: user.name, email: user.email }, expires: session.expires }
      },
    },
    events: {
      signOut: async () => {
        const user = await currentUser()
        if (user !== null) await signOut(user)
      },
    },
    logger: {
      error: (code, metadata) => log.debug({ code, reason: reasonOf(metadata) }, 'sign-in endpoint refused'),
      warn: (code) => log.warn({ code }, 'sign-in endpoint'),
      debug: () => undefined,
    },
  }
}

/** Its refusals travel as the message of an error, which ends up as a code in the address of the sign-in page. */
async function authorise(shown: unknown): Promise<{ id: string } & ReturnType<typeof tokenOf>> {
  const parsed = signInSchema.safeParse(shown)
  if (!parsed.success) throw new Error('CredentialsSignin' satisfies SignInCode)
  const credentials = { ...parsed.data, devices: await heldDevices() }
  const signedIn = await signIn(credentials, await currentVisitor()).catch((error: unknown) => {
    if (!isDatabaseUnavailable(error)) log.error({ err: error }, 'sign-in failed')
    throw new Error('Unavailable' satisfies SignInCode)
  })
  if (!signedIn.ok) throw new Error(codeOf[signedIn.error])
  return { id: signedIn.value.userId, ...tokenOf(signedIn.value) }
}

function reasonOf(metadata: unknown): string | undefined {
  return metadata instanceof Error ? metadata.message : undefined
}
