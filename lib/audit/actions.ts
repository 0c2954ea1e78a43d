/** Everything an audit event can say happened, with the words people read. */
export const auditActionLabels = {
  'key.create': 'Created the key',
  'key.update': 'Changed the key',
  'key.allowlist': 'Changed the Allowed IPs',
  'key.access_mode': 'Changed the access',
  'key.restore': 'Restored an earlier list',
  'key.lists': 'Changed which named lists the key uses',
  'key.bypass': 'Opened the key for a while',
  'key.bypass_end': 'Ended the bypass',
  'key.ignore_caller': 'Ignored a refused address',
  'key.heed_caller': 'Stopped ignoring an address',
  'key.pause': 'Paused the key',
  'key.resume': 'Resumed the key',
  'key.revoke': 'Revoked the key',
  'key.import': 'Imported the key',
  'key.rotate': 'Rotated the key',
  'key.delete': 'Deleted the key',
  'list.create': 'Created the named list',
  'list.update': 'Changed the named list',
  'list.entries': 'Changed the addresses of the named list',
  'list.restore': 'Restored an earlier version of the named list',
  'list.delete': 'Deleted the named list',
  'ceiling.mode': 'Changed how the ceiling is applied',
  'ceiling.entries': 'Changed the ceiling',
  'ceiling.restore': 'Restored an earlier ceiling',
  'webhook.create': 'Created the webhook',
  'webhook.update': 'Changed the webhook',
  'webhook.secret': 'Replaced the secret of the webhook',
  'webhook.test': 'Sent a test to the webhook',
  'webhook.resend': 'Sent a message of the webhook again',
  'webhook.delete': 'Deleted the webhook',
  'alert.mute': 'Muted alerts',
  'alert.unmute': 'Unmuted alerts',
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
