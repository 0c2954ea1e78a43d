import { expect, test } from 'vitest'
import { type StaffSessionNeed, staffSessionNeed } from './staff-session.ts'

const HOUR = 3600
const maxAgeSeconds = 12 * HOUR

type Row = {
  secondFactor: 'required' | 'optional'
  enrolled: boolean
  /** Hours since the sign-in, and since a code was shown. */
  age: number
  shown: number | null
  need: StaffSessionNeed
}

test.each<Row>([
  { secondFactor: 'required', enrolled: false, age: 0, shown: null, need: 'enrol' },
  { secondFactor: 'required', enrolled: false, age: 99, shown: null, need: 'enrol' },
  { secondFactor: 'required', enrolled: true, age: 1, shown: 1, need: null },
  { secondFactor: 'required', enrolled: true, age: 12, shown: 12, need: null },
  { secondFactor: 'required', enrolled: true, age: 12.1, shown: 12.1, need: 'sign_in_again' },
  { secondFactor: 'required', enrolled: true, age: 1, shown: null, need: 'sign_in_again' },
  // A changed password makes a new session, and no new code.
  { secondFactor: 'required', enrolled: true, age: 0, shown: 13, need: 'sign_in_again' },
  // Turned on in a browser that has been signed in for days.
  { secondFactor: 'required', enrolled: true, age: 99, shown: 0, need: null },
  { secondFactor: 'optional', enrolled: false, age: 11, shown: null, need: null },
  { secondFactor: 'optional', enrolled: false, age: 13, shown: null, need: 'sign_in_again' },
  // Who has one shows it, also where nobody must.
  { secondFactor: 'optional', enrolled: true, age: 1, shown: null, need: 'sign_in_again' },
])('a session needs $need ($secondFactor, enrolled $enrolled, age $age h, code $shown h)', (row) => {
  const session = {
    ageSeconds: row.age * HOUR,
    secondFactorAt: row.shown === null ? null : new Date(),
    secondFactorAgeSeconds: row.shown === null ? null : row.shown * HOUR,
  }
  const { secondFactor, enrolled: hasSecondFactor } = row
  expect(staffSessionNeed({ hasSecondFactor, session }, { secondFactor, maxAgeSeconds })).toBe(row.need)
})
