import type { StaffSessionPolicy } from '#lib/auth/staff-session'
import type { ClientIpPolicy } from '#lib/client-ip/outcome'
import { type ClientIpPolicyResult, clientIpPolicy } from '#lib/client-ip/policy'
import { environment, notesOf, type VariableName, variableNames } from '#lib/environment'
import type { MailSettings } from '#lib/mail/settings'

export type Env = {
  readonly appUrl: URL
  /** Nobody said which address people open, so it is taken from the request where that is safe. */
  readonly appUrlIsDefault: boolean
  readonly host: string | undefined
  readonly port: number
  /** How many processes answer calls. */
  readonly webConcurrency: number
  readonly dataDir: string
  readonly databaseUrl: string | undefined
  readonly databasePoolSize: number
  readonly keyCacheMib: number
  /** The master secret. Use `derivedKey` of lib/secrets.ts. */
  readonly secret: string | undefined
  /** The one before, while it gives way. */
  readonly previousSecret: string | undefined
  readonly keyPrefix: string
  readonly keyPublicPrefix: string
  readonly clientIpPolicy: ClientIpPolicy
  /** As it is written, for messages that say what to write instead. */
  readonly trustedProxies: string | null
  readonly dnsServers: readonly string[] | undefined
  readonly dnsTimeoutMs: number
  /** 0: no limit. */
  readonly rateLimitRequests: number
  readonly rateLimitWindowSeconds: number
  readonly keyDefaultTtlSeconds: number
  readonly keyMaxTtlSeconds: number
  readonly tokenDefaultTtlSeconds: number
  readonly tokenMaxTtlSeconds: number
  readonly tokenIssuer: string
  readonly signingKeyRotationDays: number
  readonly trafficRetentionDays: number
  /** 0: everything is kept. */
  readonly auditRetentionDays: number
  readonly apiLockoutGuard: boolean
  readonly webhookPrivateTargets: boolean
  /** Null: no mail is sent. */
  readonly mail: MailSettings | null
  readonly staffSession: StaffSessionPolicy
  readonly staffTwoPersonRevoke: boolean
  /** Undefined: nobody may read metrics. */
  readonly metricsToken: string | undefined
  readonly shutdownDelaySeconds: number
  /** Traces that trusted proxies began are gone on with. */
  readonly tracesFromProxy: boolean
  readonly logLevel: string
  readonly withoutPages: boolean
}

export type BadVariable = { name: string; message: string }

/** Lists every bad variable at once, each with the mend; the values of secrets are not in it. */
export class EnvError extends Error {
  readonly variables: readonly BadVariable[]

  constructor(variables: readonly BadVariable[]) {
    super(
      ['Gatelist cannot start with this configuration:', ...variables.map((v) => `  ${v.name} ${v.message}`)].join(
        '\n',
      ),
    )
    this.name = 'EnvError'
    this.variables = variables
  }
}

type Variables = Readonly<Record<string, string | undefined>>

function mend(name: VariableName, message: string, value: string): BadVariable {
  const { example, secret } = notesOf(name)
  const said = secret === true ? '' : ` (it is ${JSON.stringify(value.slice(0, 80))})`
  return { name, message: `${message}${said}; for example ${name}=${example}` }
}

const ofTheClient = environment.pick({ CLIENT_IP_SOURCE: true, TRUSTED_PROXIES: true, TRUSTED_PROXY_HOPS: true })

/** Whether the three fit together, which can only be told once each can be read; null until then. */
function policyOf(present: Variables): ClientIpPolicyResult | null {
  const { data } = ofTheClient.safeParse(present)
  if (data === undefined) return null
  const { CLIENT_IP_SOURCE: source, TRUSTED_PROXIES: trustedProxies, TRUSTED_PROXY_HOPS: hops } = data
  return clientIpPolicy({ source, trustedProxies, hops })
}

/**
 * What is missing beside half a mail set-up. Links in messages lead to APP_URL and nowhere else: taken from a request, whoever
 * asks for a message to somebody else could choose where its link leads.
 */
function missingForMail(present: Variables): BadVariable[] {
  if (present.SMTP_URL === undefined && present.MAIL_FROM === undefined) return []
  return (['SMTP_URL', 'MAIL_FROM', 'APP_URL'] as const)
    .filter((name) => present[name] === undefined)
    .map((name) => ({ name, message: `must be set for mail; for example ${name}=${notesOf(name).example}` }))
}

/** The same text twice is no change, and only looks like one. */
function sameSecrets({ GATELIST_SECRET: secret, GATELIST_SECRET_PREVIOUS: previous }: Variables): BadVariable[] {
  if (previous === undefined || previous !== secret) return []
  return [{ name: 'GATELIST_SECRET_PREVIOUS', message: 'is the same as GATELIST_SECRET; leave it out' }]
}

/** Reads the configuration out of variables. A variable that is present but empty counts as unset. Throws EnvError. */
export function parseEnv(variables: Variables): Env {
  const present: Partial<Record<VariableName, string>> = {}
  for (const name of variableNames) {
    const value = variables[name]?.trim()
    if (value !== undefined && value !== '') present[name] = value
  }

  const parsed = environment.safeParse(present)
  const bad = (parsed.error?.issues ?? []).map((issue) => {
    const name = issue.path[0] as VariableName
    return mend(name, issue.message, present[name] ?? '')
  })
  const policy = policyOf(present)
  if (policy?.ok === false) bad.push({ name: policy.variable, message: policy.message })
  bad.push(...missingForMail(present), ...sameSecrets(present))
  if (!parsed.success || !policy?.ok || bad.length > 0) throw new EnvError(bad)

  const values = parsed.data
  const { SMTP_URL: server, MAIL_FROM: from } = values
  return {
    appUrl: values.APP_URL ?? new URL(`http://localhost:${values.PORT}`),
    appUrlIsDefault: values.APP_URL === undefined,
    host: values.HOST,
    port: values.PORT,
    webConcurrency: values.WEB_CONCURRENCY,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    keyCacheMib: values.KEY_CACHE_MIB,
    secret: values.GATELIST_SECRET,
    previousSecret: values.GATELIST_SECRET_PREVIOUS,
    keyPrefix: values.KEY_PREFIX,
    keyPublicPrefix: values.KEY_PUBLIC_PREFIX,
    clientIpPolicy: policy.policy,
    trustedProxies: values.TRUSTED_PROXIES ?? null,
    dnsServers: values.DNS_SERVERS,
    dnsTimeoutMs: values.DNS_TIMEOUT_MS,
    rateLimitRequests: values.RATE_LIMIT_REQUESTS,
    rateLimitWindowSeconds: values.RATE_LIMIT_WINDOW_SECONDS,
    keyDefaultTtlSeconds: values.KEY_DEFAULT_TTL,
    keyMaxTtlSeconds: values.KEY_MAX_TTL,
    tokenDefaultTtlSeconds: values.TOKEN_DEFAULT_TTL,
    tokenMaxTtlSeconds: values.TOKEN_MAX_TTL,
    tokenIssuer: values.TOKEN_ISSUER ?? values.APP_URL?.origin ?? 'gatelist',
    signingKeyRotationDays: values.SIGNING_KEY_ROTATION_DAYS,
    trafficRetentionDays: values.TRAFFIC_RETENTION_DAYS,
    auditRetentionDays: values.AUDIT_RETENTION_DAYS,
    apiLockoutGuard: values.API_LOCKOUT_GUARD === '1',
    webhookPrivateTargets: values.WEBHOOK_PRIVATE_TARGETS === '1',
    mail: server === undefined || from === undefined ? null : { server, from },
    staffSession: {
      secondFactor: values.STAFF_SECOND_FACTOR,
      maxAgeSeconds: values.STAFF_SESSION_HOURS * 3600,
    },
    staffTwoPersonRevoke: values.STAFF_TWO_PERSON_REVOKE === '1',
    metricsToken: values.METRICS_TOKEN,
    shutdownDelaySeconds: values.SHUTDOWN_DELAY_SECONDS,
    tracesFromProxy: values.TRACES_FROM_PROXY === '1',
    logLevel: values.LOG_LEVEL,
    withoutPages: values.GATELIST_WITHOUT_PAGES === '1',
  }
}

let current: Env | undefined

/** The configuration of this process, read once. */
export function env(): Env {
  current ??= parseEnv(process.env)
  return current
}

/**
 * Sets what is known only after start (the address of the built-in database, the generated secret, the port taken).
 * It goes through process.env because the pages are bundled apart from the server and read it there.
 */
export function resolveEnv(values: Partial<Record<VariableName, string>>): Env {
  Object.assign(process.env, values)
  current = undefined
  return env()
}
