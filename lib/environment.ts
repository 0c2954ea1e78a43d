import { Resolver } from 'node:dns'
import { z } from 'zod'
import { isClientIpSource, sourceNames } from '#lib/client-ip/source'
import { parseTrustedProxies } from '#lib/client-ip/trusted-proxies'
import { parseDuration } from '#lib/duration'
import { parseSender, parseSmtpUrl } from '#lib/mail/settings'

/** What the documentation says of a variable; `scripts/write-config-docs.ts` prints it. */
export type VariableNotes = {
  description: string
  example: string
  /** Said instead of the parsed default where there is none, or where it is made at start. */
  without?: string
  /** Its value never appears in a message. */
  secret?: true
}

const notes = z.registry<VariableNotes>()

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)

const appUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null
  const isOrigin =
    url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === ''
  if (url && isOrigin && url.username + url.password === '') return url
  context.addIssue({ code: 'custom', message: 'must be an http or https address without a path' })
  return z.NEVER
})

const dnsServers = z.string().transform((text, context) => {
  const servers = text.split(/[\s,]+/).filter((part) => part !== '')
  try {
    new Resolver().setServers(servers)
    if (servers.length > 0) return servers
  } catch {}
  context.addIssue({ code: 'custom', message: 'must be IP addresses with an optional port, separated by commas' })
  return z.NEVER
})

/** In seconds. */
const duration = (minSeconds: number, maxSeconds: number) =>
  z.string().transform((text, context) => {
    const seconds = parseDuration(text)
    if (seconds !== null && seconds >= minSeconds && seconds <= maxSeconds) return seconds
    const message = `must be a duration such as 90d or 24h, from ${minSeconds}s to ${maxSeconds}s`
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

const TEN_YEARS = 315_360_000

const clientIpSource = z.string().refine(isClientIpSource, `must be one of ${sourceNames.join(', ')}`)

const smtpUrl = z.string().transform((text, context) => {
  const server = parseSmtpUrl(text)
  if (server !== null) return server
  const message =
    'must be smtp:// or smtps://, a login with both its parts or none, a host and a port, and nothing more'
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

const mailFrom = z.string().transform((text, context) => {
  const sender = parseSender(text)
  if (sender !== null) return sender
  context.addIssue({ code: 'custom', message: 'must be an e-mail address, with a name before it if you like' })
  return z.NEVER
})

const trustedProxies = z.string().superRefine((text, context) => {
  const read = parseTrustedProxies(text)
  if (!read.ok) context.addIssue({ code: 'custom', message: read.message })
})

/** Every variable that Gatelist reads, in the order of the documentation. */
export const environment = z.object({
  APP_URL: appUrl.optional().register(notes, {
    description:
      'The address people open, without a path. Decides cookie flags and the links that are shown; set it when a proxy or TLS stands in front.',
    example: 'https://keys.example.com',
    without: '`http://localhost:PORT`',
  }),
  HOST: z.string().optional().register(notes, {
    description: 'The address to listen on. `127.0.0.1` keeps the server to this machine.',
    example: '127.0.0.1',
    without: 'every address of this machine',
  }),
  PORT: wholeNumber(0, 65_535).prefault('3000').register(notes, {
    description: 'The port to listen on; `0` takes any free one.',
    example: '8080',
  }),
  WEB_CONCURRENCY: wholeNumber(1, 64).prefault('1').register(notes, {
    description:
      'How many processes answer calls on that port, for a machine with several cores: about as many as cores that PostgreSQL leaves free. Each has its own connections and its own keys in memory.',
    example: '4',
  }),
  DATA_DIR: z.string().prefault('.data').register(notes, {
    description: 'The folder of the built-in PostgreSQL and of the generated secret.',
    example: '/var/lib/gatelist',
  }),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must be a PostgreSQL address')
    .optional()
    .register(notes, {
      description:
        'A PostgreSQL server (15 or later) to use instead of the built-in one. Every process of an installation names the same.',
      example: 'postgresql://gatelist:password@db.example.com:5432/gatelist',
      without: 'a PostgreSQL of its own in `DATA_DIR`',
      secret: true,
    }),
  DATABASE_POOL_SIZE: wholeNumber(2, 500).prefault('10').register(notes, {
    description: 'How many connections one process opens to PostgreSQL at most.',
    example: '20',
  }),
  KEY_CACHE_MIB: wholeNumber(8, 65_536).prefault('96').register(notes, {
    description:
      'How much memory, in MiB, one process gives the keys it has been called with; `96` hold some 140,000 of a few entries. A key that is not held is judged as rightly, and its call costs the database a read.',
    example: '512',
  }),
  GATELIST_SECRET: z.string().min(32, 'must have at least 32 characters').optional().register(notes, {
    description:
      'The master secret; sessions and key checksums hang on it. Every process of an installation needs the same, and losing it makes every API key unreadable. It can be changed: docs/operate/rotating-secrets.md.',
    example: 'a-long-random-text-of-32-characters-or-more',
    without: 'generated at the first start and kept in `DATA_DIR/secret`',
    secret: true,
  }),
  GATELIST_SECRET_PREVIOUS: z.string().min(32, 'must have at least 32 characters').optional().register(notes, {
    description:
      'The master secret before this one, while it gives way to `GATELIST_SECRET`: see `gatelist admin rotate-secrets`.',
    example: 'the-text-that-was-in-GATELIST_SECRET-until-now',
    without: 'the master secret is not being changed',
    secret: true,
  }),
  KEY_PREFIX: z
    .string()
    .regex(
      /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
      'must be lower-case letters and digits, with single underscores between them',
    )
    .max(20, 'must have at most 20 characters')
    .prefault('gl_live')
    .register(notes, { description: 'What every API key begins with.', example: 'acme_live' }),
  KEY_PUBLIC_PREFIX: z
    .string()
    .regex(
      /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
      'must be lower-case letters and digits, with single underscores between them',
    )
    .max(20, 'must have at most 20 characters')
    .prefault('gl_pub')
    .register(notes, {
      description: 'What an API key begins with that may be published (visibility `KEY_VISIBILITY_PUBLIC`).',
      example: 'acme_pub',
    }),
  CLIENT_IP_SOURCE: clientIpSource.prefault('CLIENT_IP_SOURCE_REMOTE_ADDR').register(notes, {
    description:
      'Where the address of a caller is read: `CLIENT_IP_SOURCE_REMOTE_ADDR` (the connection itself), or the header of a trusted proxy: `CLIENT_IP_SOURCE_X_FORWARDED_FOR`, `CLIENT_IP_SOURCE_X_REAL_IP`, `CLIENT_IP_SOURCE_CF_CONNECTING_IP`, `CLIENT_IP_SOURCE_TRUE_CLIENT_IP`.',
    example: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR',
  }),
  TRUSTED_PROXIES: trustedProxies.optional().register(notes, {
    description:
      'The proxies whose headers are believed: networks in CIDR form, `loopback`, `private`, separated by commas. A header source needs this or `TRUSTED_PROXY_HOPS`.',
    example: '10.0.0.0/8, loopback',
    without: 'no proxy is trusted',
  }),
  TRUSTED_PROXY_HOPS: wholeNumber(1, 32).optional().register(notes, {
    description:
      'Where proxies have no fixed addresses: how many of them append to `X-Forwarded-For`. The caller is that element, counted from the right.',
    example: '1',
    without: 'the header is walked by `TRUSTED_PROXIES`',
  }),
  DNS_SERVERS: dnsServers.optional().register(notes, {
    description: 'The resolvers that mail domains are looked up with, separated by commas.',
    example: '1.1.1.1, 9.9.9.9:53',
    without: "the machine's own",
  }),
  DNS_TIMEOUT_MS: wholeNumber(50, 30_000).prefault('2500').register(notes, {
    description: 'How long one look-up of a mail domain may take, in milliseconds.',
    example: '1000',
  }),
  RATE_LIMIT_REQUESTS: wholeNumber(0, 100_000_000).prefault('300').register(notes, {
    description: 'How many calls one API key may make in a window; `0` sets no limit.',
    example: '60',
  }),
  RATE_LIMIT_WINDOW_SECONDS: wholeNumber(1, 86_400).prefault('300').register(notes, {
    description: 'The length of that window, in seconds.',
    example: '60',
  }),
  KEY_DEFAULT_TTL: duration(1, TEN_YEARS).prefault('8760h').register(notes, {
    description: 'How long an API key lives that a program makes without saying so (`ttl`).',
    example: '90d',
    without: '`8760h`',
  }),
  KEY_MAX_TTL: duration(1, TEN_YEARS).prefault('87600h').register(notes, {
    description: 'The longest life that a program may give an API key.',
    example: '365d',
    without: '`87600h`',
  }),
  TOKEN_DEFAULT_TTL: duration(1, TEN_YEARS).prefault('1h').register(notes, {
    description: 'How long a token lives that is derived from an API key without saying so.',
    example: '15m',
    without: '`1h`',
  }),
  TOKEN_MAX_TTL: duration(1, TEN_YEARS).prefault('30d').register(notes, {
    description: 'The longest life of a derived token. A retired signing key is kept for as long.',
    example: '24h',
    without: '`30d`',
  }),
  TOKEN_ISSUER: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be at most 200 printable characters without blanks')
    .optional()
    .register(notes, {
      description: 'The issuer (`iss`) of derived tokens, the same in every process of an installation.',
      example: 'https://keys.example.com',
      without: '`APP_URL`, or `gatelist` when that is not set either',
    }),
  SIGNING_KEY_ROTATION_DAYS: wholeNumber(1, 3650).prefault('90').register(notes, {
    description: 'How many days a key signs derived tokens before the next one takes over.',
    example: '30',
  }),
  TRAFFIC_RETENTION_DAYS: wholeNumber(1, 400).prefault('30').register(notes, {
    description: 'How many days it is kept who called a key, hour by hour.',
    example: '90',
  }),
  AUDIT_RETENTION_DAYS: wholeNumber(0, 36_500)
    .refine((days) => days === 0 || days >= 30, 'must be 0, or a whole number from 30 to 36500')
    .prefault('0')
    .register(notes, {
      description:
        'How many days an event is kept in the audit trail, at least 30; `0` keeps everything. What is older goes for good, and with it the versions of lists that it told of.',
      example: '400',
    }),
  API_LOCKOUT_GUARD: z.enum(['0', '1'], { error: 'must be 0 or 1' }).prefault('1').register(notes, {
    description:
      '`0` lets programs change a list without `confirm_lockout` even if that refuses who called in the last hour, as Ory Talos does. The dashboard always asks.',
    example: '0',
  }),
  WEBHOOK_PRIVATE_TARGETS: z.enum(['0', '1'], { error: 'must be 0 or 1' }).prefault('0').register(notes, {
    description:
      '`1` lets webhooks go to private and reserved addresses, and over plain http. Whoever may make a webhook can then reach services of this network.',
    example: '1',
  }),
  SMTP_URL: smtpUrl.optional().register(notes, {
    description:
      'The mail server that messages are handed to: `smtps://` speaks TLS at once (port 465), `smtp://` turns to it (port 587). Blanks and signs in the password are percent-encoded. Needs `MAIL_FROM` and `APP_URL`.',
    example: 'smtps://gatelist:password@mail.example.com',
    without: 'no mail is sent, and links are shown to be copied',
    secret: true,
  }),
  MAIL_FROM: mailFrom.optional().register(notes, {
    description: 'Who messages are from. Needs `SMTP_URL`.',
    example: 'Gatelist <keys@example.com>',
    without: 'no mail is sent',
  }),
  STAFF_SECOND_FACTOR: z
    .enum(['required', 'optional'], { error: 'must be required or optional' })
    .prefault('required')
    .register(notes, {
      description:
        'Whether staff need a second factor for the staff pages. `optional` leaves it to each of them; who has one is always asked for it.',
      example: 'optional',
    }),
  STAFF_SESSION_HOURS: wholeNumber(1, 720).prefault('12').register(notes, {
    description: 'How many hours a sign-in opens the staff pages. After that they ask to sign in again.',
    example: '8',
  }),
  STAFF_TWO_PERSON_REVOKE: z.enum(['0', '1'], { error: 'must be 0 or 1' }).prefault('0').register(notes, {
    description:
      '`1`: when staff revoke a key that was used in the last 24 hours, a second person of the staff must approve it. Pausing it needs one.',
    example: '1',
  }),
  METRICS_TOKEN: z
    .string()
    .min(32, 'must have at least 32 characters')
    .max(400, 'must have at most 400 characters')
    .regex(/^[A-Za-z0-9._~+/-]+=*$/, 'must be letters, digits and ._~+/- as a bearer token has them')
    .optional()
    .register(notes, {
      description:
        'Opens `/metrics`, in the text format of Prometheus, to whoever sends it as `Authorization: Bearer`. At least 32 characters.',
      example: 'a-long-random-token-of-32-characters-or-more',
      without: 'there is no `/metrics`',
      secret: true,
    }),
  SHUTDOWN_DELAY_SECONDS: wholeNumber(0, 300).prefault('5').register(notes, {
    description:
      'How long the server goes on accepting connections after SIGTERM, while `/readyz` already answers 503, so that a load balancer sends its calls elsewhere. It does not wait when nobody asked `/readyz` in the last minute.',
    example: '15',
  }),
  TRACES_FROM_PROXY: z.enum(['0', '1'], { error: 'must be 0 or 1' }).prefault('0').register(notes, {
    description:
      '`1` goes on with the trace that a proxy of `TRUSTED_PROXIES` names in `traceparent`. It must set that header itself and not pass on what comes from outside. Where traces go is said by the variables of OpenTelemetry (docs/operate/tracing.md).',
    example: '1',
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be fatal, error, warn, info, debug, trace or silent',
    })
    .prefault('info')
    .register(notes, { description: 'The least severe log line that is written.', example: 'warn' }),
  GATELIST_WITHOUT_PAGES: z.enum(['0', '1'], { error: 'must be 0 or 1' }).prefault('0').register(notes, {
    description: '`1` serves the API alone, without the dashboard; such a process needs no build of the pages.',
    example: '1',
  }),
})

export type VariableName = keyof typeof environment.shape
export const variableNames = Object.keys(environment.shape) as VariableName[]

export function notesOf(name: VariableName): VariableNotes {
  const found = notes.get(environment.shape[name])
  if (found === undefined) throw new Error(`${name} is not described`)
  return found
}
