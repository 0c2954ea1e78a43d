import { type AuditAction, auditActionLabels } from './actions.ts'

/** What actions are about, by the first word of their names. */
const groupLabels = {
  key: 'Keys',
  list: 'Named lists',
  ceiling: 'Ceilings',
  webhook: 'Webhooks',
  alert: 'Alerts',
  token: 'Management tokens',
  policy: 'Policies',
  finding: 'Findings',
  staff: 'Staff',
  audit: 'Audit trail',
  installation: 'Installation',
  workspace: 'Workspaces',
  member: 'Members',
  user: 'Accounts',
} as const

export type ActionGroup = {
  /** As a filter has it: "key.*". */
  readonly value: string
  readonly label: string
  readonly actions: readonly { readonly value: AuditAction; readonly label: string }[]
}

/** Every action under what it is about, in the order in which they are told. */
export const actionGroups: readonly ActionGroup[] = Object.entries(groupLabels).map(([name, label]) => ({
  value: `${name}.*`,
  label,
  actions: (Object.keys(auditActionLabels) as AuditAction[])
    .filter((action) => action.startsWith(`${name}.`))
    .map((action) => ({ value: action, label: auditActionLabels[action] })),
}))

/** The actions that a filter means: one, or all of a group. Null for one that there is not. */
export function actionsOf(wanted: string): readonly string[] | null {
  const group = actionGroups.find(({ value }) => value === wanted)
  if (group !== undefined) return group.actions.map(({ value }) => value)
  return Object.hasOwn(auditActionLabels, wanted) ? [wanted] : null
}
