import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '#server/project-root'
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

describe('the table that members read', () => {
  const told: Record<string, (role: WorkspaceRole) => boolean> = {
    'See keys, lists': () => true,
    'Make keys, and change': (role) => hasRight({ role }, 'createKeys') && hasRight({ role }, 'manageOwnKeys'),
    'Mark alerts as read': (role) => hasRight({ role }, 'readAlerts') && hasRight({ role }, 'manageOwnKeys'),
    'Do all of that with every key': (role) => hasRight({ role }, 'manageAllKeys'),
    'Change named lists, the ceiling': (role) => hasRight({ role }, 'changeShared'),
    'Make and revoke management tokens': (role) => hasRight({ role }, 'manageTokens'),
    'Invite, change and remove viewers, members and admins; read the activity': (role) =>
      hasRight({ role }, 'manageMembers') && hasRight({ role }, 'seeActivity') && isUpTo('admin', role),
    'The same with owners': (role) => hasRight({ role }, 'manageMembers') && isUpTo('owner', role),
  }
  const page = readFileSync(join(projectRoot, 'docs/guides/members.md'), 'utf8')
  const [head = [], , ...rows] = [...page.matchAll(/^\|(.*)\|$/gm)].map(([, line = '']) =>
    line.split('|').map((cell) => cell.trim()),
  )

  it('has a column for each role', () => {
    expect(head.slice(1).map((role) => role.toLowerCase())).toEqual(workspaceRoles)
  })

  it.each(rows)('says what holds: %s', (what, ...cells) => {
    const [, isTold] = Object.entries(told).find(([begins]) => what?.startsWith(begins)) ?? []
    expect(cells).toEqual(workspaceRoles.map((role) => (isTold?.(role) ? 'yes' : '')))
  })

  it('has a line for all there is', () => {
    expect(rows.length).toBe(Object.keys(told).length)
  })
})
