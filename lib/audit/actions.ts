/** Everything an audit event can say happened, with the words people read. */
export const auditActionLabels = {
  'key.create': 'Created the key',
  'key.update': 'Changed the key',
  'key.allowlist': 'Changed the Allowed IPs',
  'key.pause': 'Paused the key',
  'key.resume': 'Resumed the key',
  'key.revoke': 'Revoked the key',
  'key.import': 'Imported the key',
  'key.rotate': 'Rotated the key',
  'key.delete': 'Deleted the key',
  'token.create': 'Created the management token',
  'token.update': 'Changed the management token',
  'token.revoke': 'Revoked the management token',
  'workspace.create': 'Created the workspace',
  'user.create': 'Created the account',
  'user.sign_up': 'Signed up',
  'user.sign_in': 'Signed in',
  'user.sign_in_failed': 'Failed to sign in',
  'user.sign_out': 'Signed out',
  'user.sign_out_everywhere': 'Signed out everywhere',
  'user.password': 'Changed the password',
  'user.profile': 'Changed the profile',
} as const

export type AuditAction = keyof typeof auditActionLabels

/** Words for a stored action; one that a newer version wrote is shown as it is. */
export function auditActionLabel(action: string): string {
  return isAuditAction(action) ? auditActionLabels[action] : action
}

function isAuditAction(action: string): action is AuditAction {
  return Object.hasOwn(auditActionLabels, action)
}
