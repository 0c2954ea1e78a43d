import type { Prisma } from '#lib/generated/prisma/client'

/** `swept`: a job removes what is old. `bounded`: it cannot grow beyond what it is of. `lasts`: until somebody deletes it. */
export type Fate =
  | { readonly kind: 'swept'; readonly by: string }
  | { readonly kind: 'bounded' }
  | { readonly kind: 'lasts' }

const lasts: Fate = { kind: 'lasts' }
const bounded: Fate = { kind: 'bounded' }
const swept = (by: string): Fate => ({ kind: 'swept', by })

/** How the rows of each table end. A new table does not compile, and its test does not pass, before it is thought of here. */
export const fates: Readonly<Record<Prisma.ModelName, Fate>> = {
  Installation: bounded,
  User: lasts,
  Session: swept('lib/retention/sweeps.ts'),
  SecondFactor: bounded,
  RecoveryCode: bounded,
  PasswordReset: swept('lib/retention/sweeps.ts'),
  Workspace: lasts,
  Membership: lasts,
  Invitation: swept('lib/retention/sweeps.ts'),
  ApiKey: lasts,
  AllowlistEntry: lasts,
  EntryMatch: bounded,
  NetworkList: lasts,
  KeyList: bounded,
  ManagementToken: lasts,
  StaffToken: lasts,
  IdempotentAnswer: swept('lib/retention/sweeps.ts'),
  SigningKey: swept('lib/tokens/key-store.ts'),
  KeyUsage: bounded,
  CallerHour: swept('lib/traffic/sweep-traffic.ts'),
  KeyHour: swept('lib/traffic/sweep-traffic.ts'),
  IgnoredCaller: lasts,
  Alert: swept('lib/alerts/sweep.ts'),
  AlertMute: lasts,
  Webhook: lasts,
  WebhookDelivery: swept('lib/webhooks/sweep.ts'),
  AccessPolicy: bounded,
  StaffNote: lasts,
  StaffRequest: lasts,
  StaffApproval: lasts,
  AuditEvent: swept('lib/audit/retention.ts'),
  AuditLink: swept('lib/audit/retention.ts'),
  AuditCheckpoint: swept('lib/audit/retention.ts'),
  AuditAnchor: bounded,
  AuditPruned: lasts,
  ChangeClock: bounded,
  ChangePending: bounded,
  KeyChange: swept('lib/retention/sweep-changes.ts'),
  KeyProfile: bounded,
  StaffView: lasts,
  StaffDismissal: bounded,
  ProfileStale: swept('lib/key-profiles/freshen.ts'),
  FindingCount: swept('lib/findings/count-findings.ts'),
  FindingAcknowledgement: swept('lib/findings/count-findings.ts'),
  ListWidening: swept('lib/findings/count-findings.ts'),
  SharedRange: bounded,
  SharedRangeKey: bounded,
  AddressBlock: bounded,
  AddressCover: bounded,
  AddressMap: bounded,
  RateWindow: swept('lib/retention/sweeps.ts'),
}
