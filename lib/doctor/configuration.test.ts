import { expect, it, test } from 'vitest'
import { configurationChecks } from './configuration.ts'

const good = {
  APP_URL: 'https://keys.example.com',
  GATELIST_SECRET: 'k3J9vQ1xT7mZ5bW8rN2cL6pF4hD0sGyA',
  METRICS_TOKEN: '0123456789abcdefghijklmnopqrstuvwxyz',
}

/** `level name` of everything that is not in order. */
const found = (variables: Record<string, string>) =>
  configurationChecks({ ...good, ...variables })
    .checks.filter(({ level }) => level !== 'ok')
    .map(({ level, name }) => `${level} ${name}`)

it('has nothing to say of a sound configuration', () => {
  expect(found({})).toEqual([])
})

test.each([
  [{ APP_URL: '' }, 'warning APP_URL'],
  [{ APP_URL: 'http://keys.example.com' }, 'warning APP_URL'],
  [{ METRICS_TOKEN: '' }, 'warning METRICS_TOKEN'],
  [{ METRICS_TOKEN: good.GATELIST_SECRET }, 'problem METRICS_TOKEN'],
  [{ METRICS_TOKEN: 'a-long-random-token-of-32-characters-or-more' }, 'problem METRICS_TOKEN'],
  [{ GATELIST_SECRET: 'a-long-random-text-of-32-characters-or-more' }, 'problem GATELIST_SECRET'],
  [{ GATELIST_SECRET: 'a'.repeat(40) }, 'warning GATELIST_SECRET'],
  [{ GATELIST_SECRET: '', DATABASE_URL: 'postgres://a:long-and-random-1@db/x' }, 'warning GATELIST_SECRET'],
  [{ DATABASE_URL: 'postgres://gatelist:gatelist@db/x' }, 'warning DATABASE_URL'],
  [{ STAFF_SECOND_FACTOR: 'optional' }, 'warning STAFF_SECOND_FACTOR'],
  [{ TRUSTED_PROXIES: 'loopback' }, 'warning TRUSTED_PROXIES'],
  [{ CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXY_HOPS: '1' }, 'warning TRUSTED_PROXY_HOPS'],
])('%j is found', (variables, expected) => {
  expect(found(variables as Record<string, string>)).toEqual([expected])
})

it('is content with http on this machine, and with counted proxies that nobody can go round', () => {
  expect(found({ APP_URL: 'http://localhost:3000' })).toEqual([])
  const counted = { CLIENT_IP_SOURCE: 'CLIENT_IP_SOURCE_X_FORWARDED_FOR', TRUSTED_PROXY_HOPS: '1' }
  expect(found({ ...counted, HOST: '127.0.0.1' })).toEqual([])
})

it('names every variable that the server would not start with, and no value of a secret', () => {
  const { env, checks } = configurationChecks({
    PORT: 'x',
    CLIENT_IP_SOURCE: 'NGINX',
    GATELIST_SECRET: 'hunter2',
    DATABASE_URL: 'mysql://u:topsecret@h/x',
  })
  expect(env).toBeNull()
  expect(
    checks
      .filter(({ level }) => level === 'problem')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['CLIENT_IP_SOURCE', 'DATABASE_URL', 'GATELIST_SECRET', 'PORT'])
  expect(JSON.stringify(checks)).not.toMatch(/hunter2|topsecret/)
})
