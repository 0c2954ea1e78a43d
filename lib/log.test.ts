import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

const program = `
import { log } from '#lib/log'
const secrets = { authorization: 'Bearer x1', password: 'x2', token: 'x3', credential: 'x4', raw_key: 'x5', name: 'kept' }
log.warn({ ...secrets, headers: { cookie: 'x6' }, request: { body: { secret: 'x7' } } }, 'said')
log.info({}, 'not said')`

it('writes JSON lines, without what is called like a secret', () => {
  const output = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    env: { ...process.env, LOG_LEVEL: 'warn' },
    encoding: 'utf8',
  })
  const hidden = '[Redacted]'
  expect(
    output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      level: 40,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      ...{ authorization: hidden, password: hidden, token: hidden, credential: hidden, raw_key: hidden, name: 'kept' },
      ...{ headers: { cookie: hidden }, request: { body: { secret: hidden } } },
      msg: 'said',
    },
  ])
})
