import { expect, it } from 'vitest'
import { mayChange, mayGive, rolesFor, rolesToGive } from './rules.ts'

it.each([
  ['viewer', []],
  ['member', []],
  ['admin', ['viewer', 'member', 'admin']],
  ['owner', ['viewer', 'member', 'admin', 'owner']],
] as const)('%s gives, and changes who has, no role but %j', (own, roles) => {
  expect(rolesToGive(own)).toEqual(roles)
  for (const role of ['viewer', 'member', 'admin', 'owner'] as const) {
    expect([role, mayGive(own, role), mayChange(own, role)]).toEqual([
      role,
      roles.some((one) => one === role),
      roles.some((one) => one === role),
    ])
  }
})

it.each([
  ['admin', 'owner', []],
  ['admin', 'viewer', ['member', 'admin']],
  ['owner', 'owner', ['viewer', 'member', 'admin']],
  ['member', 'viewer', []],
] as const)('%s can make of %s: %j', (own, theirs, roles) => {
  expect(rolesFor(own, theirs)).toEqual(roles)
})
