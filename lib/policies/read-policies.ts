import type { Tx } from '#lib/db'
import { dateOrNull, type JsonRead, readTogether } from '#lib/db/together'
import { Prisma } from '#lib/generated/prisma/client'
import { type EffectivePolicy, effectivePolicy } from './effective.ts'
import type { AppliedPolicies, AppliedPolicy } from './limits.ts'

/** A policy as it is stored. `workspaceId` null: of all workspaces. */
export type StoredPolicy = AppliedPolicy & {
  readonly workspaceId: string | null
  /** Raised by every edit. */
  readonly version: number
  /** As audit events have it. */
  readonly updatedBy: string
  readonly updatedAt: Date
  /** Why it was last set. */
  readonly reason: string
}

/** What rules the keys of a workspace; null where there is no such policy. */
export type WorkspacePolicies = { readonly all: StoredPolicy | null; readonly own: StoredPolicy | null }

/** @param workspaceId null: the policy of all workspaces */
export function readPolicy(db: Tx, workspaceId: string | null): Promise<StoredPolicy | null> {
  return db.accessPolicy.findFirst({ where: { workspaceId }, select: stored })
}

export async function readPolicies(db: Tx, workspaceId: string): Promise<WorkspacePolicies> {
  return (await readTogether(db, { policies: policiesRead(workspaceId) })).policies
}

/** The same, to be read with other things. */
export function policiesRead(workspaceId: string): JsonRead<WorkspacePolicies> {
  return {
    sql: Prisma.sql`
      SELECT json_agg(json_build_object('workspaceId', workspace_id, 'requireRestricted', require_restricted,
        'widestV4', widest_v4, 'widestV6', widest_v6, 'maxKeyLifeDays', max_key_life_days, 'openDays', open_days,
        'openDaysFrom', open_days_from, 'requireNotes', require_notes, 'appliesFrom', applies_from, 'version', version,
        'updatedBy', updated_by, 'updatedAt', updated_at, 'reason', reason))
      FROM access_policy WHERE workspace_id IS NULL OR workspace_id = ${workspaceId}::uuid`,
    read: (rows: readonly PolicyJson[] | null) => {
      const policies = (rows ?? []).map(policyOf)
      return {
        all: policies.find((policy) => policy.workspaceId === null) ?? null,
        own: policies.find((policy) => policy.workspaceId !== null) ?? null,
      }
    },
  }
}

type PolicyJson = Omit<StoredPolicy, 'openDaysFrom' | 'appliesFrom' | 'updatedAt'> & {
  readonly openDaysFrom: string | null
  readonly appliesFrom: string | null
  readonly updatedAt: string
}

function policyOf({ openDaysFrom, appliesFrom, updatedAt, ...policy }: PolicyJson): StoredPolicy {
  return {
    ...policy,
    openDaysFrom: dateOrNull(openDaysFrom),
    appliesFrom: dateOrNull(appliesFrom),
    updatedAt: new Date(updatedAt),
  }
}

/** The rules that saves in a workspace must obey. */
export async function readEffective(db: Tx, workspaceId: string): Promise<EffectivePolicy> {
  const { all, own } = await readPolicies(db, workspaceId)
  return effectivePolicy(all, own)
}

/** What rules verification of a workspace's keys. */
export async function readApplied(db: Tx, workspaceId: string): Promise<AppliedPolicies> {
  return appliedOf(await readPolicies(db, workspaceId))
}

export function appliedOf({ all, own }: WorkspacePolicies): AppliedPolicies {
  return [all, own].filter((policy) => policy !== null)
}

const stored = {
  workspaceId: true,
  requireRestricted: true,
  widestV4: true,
  widestV6: true,
  maxKeyLifeDays: true,
  openDays: true,
  openDaysFrom: true,
  requireNotes: true,
  appliesFrom: true,
  version: true,
  updatedBy: true,
  updatedAt: true,
  reason: true,
} as const
