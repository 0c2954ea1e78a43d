import type { Tx } from '#lib/db'
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
  const policies = await db.accessPolicy.findMany({
    where: { OR: [{ workspaceId: null }, { workspaceId }] },
    select: stored,
  })
  return {
    all: policies.find((policy) => policy.workspaceId === null) ?? null,
    own: policies.find((policy) => policy.workspaceId !== null) ?? null,
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
