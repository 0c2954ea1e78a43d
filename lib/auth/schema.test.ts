import { describe, expect, test } from 'vitest'
import { signInSchema, signUpSchema } from './schema.ts'

const person = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }

function problems(change: Record<string, unknown>): string[] {
  return (signUpSchema.safeParse({ ...person, ...change }).error?.issues ?? []).map((issue) => issue.path.join('.'))
}

describe('what a person signs up with', () => {
  test('an e-mail address is kept lower-cased and without blanks around it', () => {
    expect(signUpSchema.parse({ ...person, email: ' Ada@Example.COM ' }).email).toBe('ada@example.com')
  })

  test.each([
    ['ada'],
    ['ada@'],
    ['ada@localhost'],
    ['a b@example.com'],
    ['ada@example.com\u0000'],
    ['ada@ex\u212aample.com'],
    [`${'a'.repeat(65)}@example.com`],
    [`ada@${'a.'.repeat(130)}com`],
    ['"x"@example.com'],
    ['ada@example.com, bob@example.com'],
  ])('refuses the e-mail address %j', (email) => {
    expect(problems({ email })).toContain('email')
  })

  test.each([['eleven chars'.slice(0, 11)], ['x'.repeat(257)], ['Ada@Example.com'], [12]])(
    'refuses the password %j',
    (password) => {
      expect(problems({ password })).toContain('password')
    },
  )

  test('takes a password of 12 to 256 characters of any kind', () => {
    for (const password of ['x'.repeat(12), 'x'.repeat(256), 'пароль пароль'])
      expect(problems({ password })).toEqual([])
  })

  test.each([[''], ['   '], ['x'.repeat(81)], ['two\nlines'], ['half \ud800 pair']])('refuses the name %j', (name) => {
    expect(problems({ name })).toContain('name')
  })

  test('a workspace left without a name gets one later', () => {
    expect(signUpSchema.parse({ ...person, workspaceName: '' }).workspaceName).toBeUndefined()
    expect(signUpSchema.parse({ ...person, workspaceName: ' Analytics ' }).workspaceName).toBe('Analytics')
  })

  test('signing in asks nothing of a password but to be there', () => {
    expect(signInSchema.safeParse({ email: person.email, password: 'short' }).success).toBe(true)
    expect(signInSchema.safeParse({ email: person.email, password: '' }).success).toBe(false)
  })
})
