import { expect, test } from 'vitest'
import { passwordStrength } from './password-strength.tsx'

test.each([
  ['', 0, '12 more characters'],
  ['elevenchars', 0, '1 more character'],
  ['aaaaaaaaaaaaaaaa', 1, 'Easy to guess: it repeats itself'],
  ['1234567890123456', 1, 'Easy to guess: it repeats itself'],
  ['tr0ub4dor&3xy', 2, 'Good'],
  ['correct horse battery staple', 3, 'Strong'],
])('%j is level %d', (password, level, words) => {
  expect(passwordStrength(password)).toEqual({ level, words })
})
