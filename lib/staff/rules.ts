import type { StaffRole } from '#lib/audit/actor'

/** The roles in the words people read. */
export const staffRoleWords = {
  auditor: { name: 'Auditor', short: 'You read and export', does: 'Reads and exports everything, changes nothing' },
  staff: { name: 'Staff', short: 'You read and act', does: 'Reads everything, acts on keys, and manages staff' },
} as const satisfies Record<StaffRole, { name: string; short: string; does: string }>
