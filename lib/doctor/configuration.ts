import type { Env } from '#lib/env'
import { EnvError, parseEnv } from '#lib/env'
import { notesOf, type VariableName, variableNames } from '#lib/environment'
import { type Check, checksOf } from './check.ts'

type Variables = Readonly<Record<string, string | undefined>>

const { ok, warning, problem } = checksOf('configuration')

/** What the variables of a server say, and what somebody should look at. `env` is null when it would not start with them. */
export function configurationChecks(variables: Variables): { env: Env | null; checks: readonly Check[] } {
  const set = variableNames.filter((name) => (variables[name] ?? '').trim() !== '')
  try {
    const env = parseEnv(variables)
    const read = ok('variables', `${set.length} of ${variableNames.length} variables are set, and all can be read.`)
    return { env, checks: [read, ...secretChecks(variables, set), ...looks(env)] }
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    const checks = error.variables.map(({ name, message }) => problem(name, `${name} ${message}`))
    return { env: null, checks: [...checks, ...secretChecks(variables, set)] }
  }
}

/** Secrets that are no secret. None of their values is ever said. */
function secretChecks(variables: Variables, set: readonly VariableName[]): readonly Check[] {
  const text = (name: VariableName) => variables[name]?.trim() ?? ''
  const secrets = set.filter((name) => notesOf(name).secret === true)
  const found = secrets.flatMap((name) => {
    if (text(name) === notesOf(name).example)
      return [problem(name, `${name} is the example of the documentation, which everybody knows.`, { fix: NEW_SECRET })]
    if (name !== 'DATABASE_URL' && new Set(text(name)).size < FEWEST_CHARACTERS)
      return [warning(name, `${name} is made of few different characters and may be guessed.`, { fix: NEW_SECRET })]
    return []
  })
  if (set.includes('METRICS_TOKEN') && text('METRICS_TOKEN') === text('GATELIST_SECRET'))
    found.push(problem('METRICS_TOKEN', 'METRICS_TOKEN is the master secret, and whoever scrapes metrics has it.'))
  return hasWeakPassword(text('DATABASE_URL'))
    ? [
        ...found,
        warning('DATABASE_URL', 'The password of the database is one that is tried first.', {
          fix: 'Give its role a long random one.',
        }),
      ]
    : found
}

const FEWEST_CHARACTERS = 8
const NEW_SECRET =
  'Make one with: openssl rand -hex 32. Read docs/operate/running.md before you change GATELIST_SECRET.'

function hasWeakPassword(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return password !== '' && [username, 'password', 'postgres', 'gatelist', 'secret', 'changeme'].includes(password)
}

function looks(env: Env): readonly Check[] {
  return [...addressLooks(env), ...proxyLooks(env), ...otherLooks(env)]
}

const isLoopback = (host: string) => /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(host)

function addressLooks({ appUrl, appUrlIsDefault }: Env): readonly Check[] {
  if (appUrlIsDefault)
    return [
      warning('APP_URL', 'APP_URL is not set: fine on this machine only.', {
        fix: 'Set it to the address people open.',
      }),
    ]
  if (appUrl.protocol === 'https:' || isLoopback(appUrl.hostname))
    return [ok('APP_URL', `People open ${appUrl.origin}.`)]
  return [
    warning('APP_URL', `People open ${appUrl.origin} without TLS: passwords and keys travel in the clear.`, {
      ...{ fix: 'Put TLS in front.', settings: [`APP_URL=https://${appUrl.host}`] },
    }),
  ]
}

function proxyLooks({ clientIpPolicy: { source, trusted, hops }, host }: Env): readonly Check[] {
  const fromConnection = source === 'CLIENT_IP_SOURCE_REMOTE_ADDR' || source === 'CLIENT_IP_SOURCE_UNSPECIFIED'
  if (fromConnection && trusted !== null)
    return [
      warning('TRUSTED_PROXIES', 'TRUSTED_PROXIES is set, but CLIENT_IP_SOURCE reads no header, so it has no effect.', {
        settings: ['CLIENT_IP_SOURCE=CLIENT_IP_SOURCE_X_FORWARDED_FOR'],
      }),
    ]
  if (hops !== null && (host === undefined || !isLoopback(host)))
    return [
      warning(
        'TRUSTED_PROXY_HOPS',
        'Proxies are counted, and the server listens to other machines: whoever reaches it without the proxies can be anybody.',
        {
          fix: 'Let nobody but the proxies reach the port, or name them in TRUSTED_PROXIES.',
        },
      ),
    ]
  return [ok('CLIENT_IP_SOURCE', `Callers are told by ${source}.`)]
}

function otherLooks(env: Env): readonly Check[] {
  const looked: readonly (readonly [bad: boolean, name: VariableName, text: string, fix: string])[] = [
    [
      env.metricsToken === undefined,
      'METRICS_TOKEN',
      'METRICS_TOKEN is not set: nobody watches this server.',
      'docs/operate/watching.md has metrics and alerts.',
    ],
    [
      env.databaseUrl !== undefined && env.secret === undefined,
      'GATELIST_SECRET',
      'The master secret lies in DATA_DIR, while the database is elsewhere: a second process would have another one.',
      'Give every process the same GATELIST_SECRET.',
    ],
    [
      env.staffSession.secondFactor === 'optional',
      'STAFF_SECOND_FACTOR',
      'Staff may sign in by their password alone.',
      'Leave STAFF_SECOND_FACTOR out.',
    ],
    [
      env.webhookPrivateTargets,
      'WEBHOOK_PRIVATE_TARGETS',
      'Webhooks may reach services of this network.',
      'Leave WEBHOOK_PRIVATE_TARGETS out.',
    ],
    [env.logLevel === 'silent', 'LOG_LEVEL', 'Nothing is logged.', 'Leave LOG_LEVEL out.'],
  ]
  return looked.flatMap(([bad, name, text, fix]) => (bad ? [warning(name, text, { fix })] : []))
}
