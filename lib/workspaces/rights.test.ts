import { describe, expect, it } from 'vitest'
import { hasRight, isUpTo, type WorkspaceRight, type WorkspaceRole, workspaceRights, workspaceRoles } from './rights.ts'

// Who may do what, written a second time: a change of the table has to be meant.
const expected = {
  createKeys: { viewer: false, member: true, admin: true, owner: true },
  manageOwnKeys: { viewer: false, member: true, admin: true, owner: true },
  manageAllKeys: { viewer: false, member: false, admin: true, owner: true },
  changeShared: { viewer: false, member: false, admin: true, owner: true },
  readAlerts: { viewer: false, member: true, admin: true, owner: true },
  manageTokens: { viewer: false, member: false, admin: true, owner: true },
  manageMembers: { viewer: false, member: false, admin: true, owner: true },
  seeActivity: { viewer: false, member: false, admin: true, owner: true },
} satisfies Record<WorkspaceRight, Record<WorkspaceRole, boolean>>

const cases = workspaceRoles.flatMap((role) =>
  (Object.keys(workspaceRights) as WorkspaceRight[]).map((right) => [role, right, expected[right][role]] as const),
)

describe('rights in a workspace', () => {
  it.each(cases)('%s, %s: %s', (role, right, may) => {
    expect(hasRight({ role }, right)).toBe(may)
  })

  it('a role has every right of the roles beneath it', () => {
    for (const [at, role] of workspaceRoles.entries()) {
      for (const [, right] of cases.filter(([less, , may]) => may && workspaceRoles.indexOf(less) < at)) {
        expect([role, right, hasRight({ role }, right)]).toEqual([role, right, true])
      }
    }
  })

  it('roles are in order', () => {
    expect(workspaceRoles.map((role) => workspaceRoles.filter((other) => isUpTo(other, role)).length)).toEqual([
      1, 2, 3, 4,
    ])
  })
})
