import { beforeAll, describe, expect, test } from 'vitest'
import { resolveEnv } from '#lib/env'
import { isSetupCode, setupCode } from './setup-code.ts'

const one = 'a-master-secret-of-more-than-32-characters'
const other = 'another-master-secret-of-more-than-32-chars'

describe('the set-up code', () => {
  beforeAll(() => {
    resolveEnv({ GATELIST_SECRET: one })
  })

  test('is the same at every start, and another with another secret', () => {
    const code = setupCode()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    expect(setupCode()).toBe(code)
    resolveEnv({ GATELIST_SECRET: other })
    expect(setupCode()).not.toBe(code)
    expect(isSetupCode(code)).toBe(false)
    resolveEnv({ GATELIST_SECRET: one })
  })

  test('is understood as people type it, and nothing else is', () => {
    const code = setupCode()
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `]) {
      expect(isSetupCode(typed)).toBe(true)
    }
    for (const typed of ['', '-', code.slice(0, -1), `${code}0`, 'é'.repeat(12)]) expect(isSetupCode(typed)).toBe(false)
  })
})
