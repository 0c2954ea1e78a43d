import { describe, expect, it } from 'vitest'
import { EnvError, parseEnv } from '#lib/env'
import { projectRoot } from '#server/project-root'
import { generatedFiles } from '../scripts/write-config-docs.ts'

function problems(variables: Record<string, string>): readonly { name: string; message: string }[] {
  try {
    parseEnv(variables)
  } catch (error) {
    if (error instanceof EnvError) return error.variables
    throw error
  }
  return []
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    const env = parseEnv({})
    expect(env).toMatchObject({ port: 3000, dataDir: '.data', keyPrefix: 'gl_live', appUrlIsDefault: true })
    expect(env.appUrl.origin).toBe('http://localhost:3000')
  })

  it('takes an empty variable for one that is not set', () => {
    expect(parseEnv({ PORT: '', DATABASE_URL: ' ', CLIENT_IP_SOURCE: '' })).toEqual(parseEnv({}))
  })

  it('follows PORT in the address it assumes', () => {
    expect(parseEnv({ PORT: '8080' }).appUrl.origin).toBe('http://localhost:8080')
  })

  it('lists every bad variable at once, each with an example', () => {
    const bad = problems({
      PORT: 'http',
      APP_URL: 'https://example.com/gatelist',
      LOG_LEVEL: 'loud',
      CLIENT_IP_SOURCE: 'x-forwarded-for',
      TRUSTED_PROXIES: 'proxy1',
      TRUSTED_PROXY_HOPS: '0',
      DNS_SERVERS: 'dns.example.com',
      KEY_PREFIX: 'Gate-List',
    })
    expect(bad.map(({ name }) => name).sort()).toEqual([
      'APP_URL',
      'CLIENT_IP_SOURCE',
      'DNS_SERVERS',
      'KEY_PREFIX',
      'LOG_LEVEL',
      'PORT',
      'TRUSTED_PROXIES',
      'TRUSTED_PROXY_HOPS',
    ])
    for (const { name, message } of bad) expect(message).toContain(`${name}=`)
  })

  it.each([
    ['an unknown source', { CLIENT_IP_SOURCE: 'X_FORWARDED_FOR' }, 'CLIENT_IP_SOURCE'],
    ['a header nobody is trusted to send', { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_REAL_IP' }, 'TRUSTED_PROXIES'],
    [
      'a proxy that is no network',
      { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_REAL_IP', TRUSTED_PROXIES: 'proxy1' },
      'TRUSTED_PROXIES',
    ],
    ['an address with credentials', { APP_URL: 'https://a:b@example.com' }, 'APP_URL'],
    ['an address of another scheme', { APP_URL: 'ftp://example.com' }, 'APP_URL'],
    ['a port out of range', { PORT: '65536' }, 'PORT'],
    ['a secret that is too short', { GATELIST_SECRET: 'short' }, 'GATELIST_SECRET'],
    ['a metrics token that is too short', { METRICS_TOKEN: 'short' }, 'METRICS_TOKEN'],
    ['a metrics token that no header can bear', { METRICS_TOKEN: 'with blanks '.repeat(4) }, 'METRICS_TOKEN'],
    ['a delay beyond all patience', { SHUTDOWN_DELAY_SECONDS: '301' }, 'SHUTDOWN_DELAY_SECONDS'],
    ['a database of another kind', { DATABASE_URL: 'mysql://root:hunter2@db/x' }, 'DATABASE_URL'],
    ['a flag that is neither', { GATELIST_WITHOUT_PAGES: 'yes' }, 'GATELIST_WITHOUT_PAGES'],
  ])('refuses %s', (_, variables, name) => {
    expect(problems(variables).map((problem) => problem.name)).toContain(name)
  })

  it('never repeats the value of a secret', () => {
    const DATABASE_URL = 'mysql://root:hunter2@db/x'
    const bad = problems({ GATELIST_SECRET: 'hunter2-hunter2', METRICS_TOKEN: 'hunter2', DATABASE_URL })
    expect(bad).toHaveLength(3)
    expect(new EnvError(bad).message).not.toContain('hunter2')
  })

  it.each(generatedFiles(projectRoot).map(({ path, ...rest }) => [path.slice(projectRoot.length + 1), rest] as const))(
    'is told in %s as the schema has it (npm run docs:config)',
    (_, { text, expected }) => {
      expect(text).toBe(expected)
    },
  )
})
