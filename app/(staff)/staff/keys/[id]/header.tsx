import { KeyBadges } from '#components/keys/key-badges'
import { KeyStatusBadge } from '#components/keys/key-status'
import { MaskedKey } from '#components/keys/masked-key'
import { KeyActsBar } from '#components/staff-acts/key-acts-bar'
import { Badge } from '#components/ui/badge'
import { PageHeader } from '#components/ui/page-header'
import { TextLink } from '#components/ui/text-link'
import { env } from '#lib/env'
import { keyStatus, revokeNeedsName } from '#lib/keys/rules'
import type { KeyDetail } from '#lib/keys/views'
import { paths } from '#lib/paths'
import type { ApprovalView } from '#lib/staff-acts/key-acts'
import { type KeyActName, keyActNames } from '#lib/staff-acts/rules'
import type { StaffKey } from '#lib/staff-acts/staff-key'
import { askKeyOwner, holdKey, liftHoldOfKey, noteKey, revokeForStaff } from './actions.ts'

const actions = { pause: holdKey, lift: liftHoldOfKey, revoke: revokeForStaff, note: noteKey, ask: askKeyOwner }

export type StaffKeyHeaderProps = {
  staffKey: StaffKey
  /** The latest revocation that a second person was asked about. */
  waiting: ApprovalView | null
  mayAct: boolean
  /** The act whose question the address opens. */
  act: string | string[] | undefined
}

/** Which key this is, where else to look, and what staff can do to it. */
export function StaffKeyHeader({ staffKey: { detail, workspace }, waiting, mayAct, act }: StaffKeyHeaderProps) {
  const { id, name, now, lastUsed } = detail
  const offered = mayAct ? offeredActs(detail, waiting?.state === 'pending') : []
  const isInUse = revokeNeedsName(lastUsed?.at ?? null, now)
  return (
    <PageHeader
      title={name}
      badge={
        <span className="flex flex-wrap gap-2">
          <KeyStatusBadge times={detail} now={now} />
          {isHeld(detail) && <Badge tone="warning">Held by staff</Badge>}
          <KeyBadges of={detail} />
        </span>
      }
      description={<Places detail={detail} workspace={workspace} />}
      breadcrumbs={[{ label: 'Keys', href: paths.staffKeys() }]}
      actions={
        offered.length > 0 && (
          <KeyActsBar
            subject={{ id, name }}
            offered={offered}
            first={offered.find((one) => one === act) ?? null}
            isInUse={isInUse}
            takesTwo={isInUse && env().staffTwoPersonRevoke}
            actions={actions}
          />
        )
      }
    />
  )
}

/** Of a key that is revoked a hold says nothing any more. */
function isHeld(detail: KeyDetail): boolean {
  return detail.staffHoldAt !== null && keyStatus(detail, detail.now) !== 'revoked'
}

/** A key that ended can be written about, and nothing else. */
function offeredActs(detail: KeyDetail, isWaiting: boolean): KeyActName[] {
  const status = keyStatus(detail, detail.now)
  const may: Record<KeyActName, boolean> = {
    pause: !isHeld(detail) && (status === 'active' || status === 'paused'),
    lift: isHeld(detail),
    revoke: status !== 'revoked' && !isWaiting,
    note: true,
    ask: status !== 'revoked' && status !== 'expired',
  }
  return keyActNames.filter((name) => may[name])
}

function Places({ detail, workspace }: Pick<StaffKey, 'detail' | 'workspace'>) {
  return (
    <>
      <MaskedKey displayPrefix={detail.displayPrefix} lastFour={detail.lastFour} /> of{' '}
      <TextLink href={paths.staffKeys({ workspace: workspace.id })}>{workspace.name}</TextLink>
      <span className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
        <TextLink href={paths.staffAudit({ key: detail.id })}>Audit trail of the key</TextLink>
        <TextLink href={paths.staffLookup()}>Look up an address or a secret</TextLink>
      </span>
    </>
  )
}
