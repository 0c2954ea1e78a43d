'use client'

import { ConflictCallout, type ConflictCalloutProps } from '#components/allowlists/conflict-callout'
import type { SavedKey, UpdateConflict } from '#lib/keys/saved-key'

export type ConflictNoticeProps = Pick<ConflictCalloutProps, 'pending' | 'onUseTheirs' | 'onSaveMine'> & {
  /** What the editor started from. */
  seen: SavedKey
  current: UpdateConflict['current']
}

export function ConflictNotice({ seen, current, ...rest }: ConflictNoticeProps) {
  const isOpened = current.accessMode === 'open' && seen.accessMode !== 'open'
  const withText = <T extends SavedKey>(key: T) => ({ ...key, text: key.allowedIps })
  return (
    <ConflictCallout subject="key" seen={withText(seen)} current={withText(current)} isSame {...rest}>
      {isOpened && <p>The key is now open to any address.</p>}
    </ConflictCallout>
  )
}
