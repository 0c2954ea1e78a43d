'use client'

import { ConflictCallout, type ConflictCalloutProps } from '#components/allowlists/conflict-callout'
import type { CurrentList, ListConflict } from '#lib/lists/saved-list'

export type ListConflictNoticeProps = Pick<ConflictCalloutProps, 'pending' | 'onUseTheirs' | 'onSaveMine'> & {
  /** What the editor started from. */
  seen: Pick<CurrentList, 'name' | 'description' | 'text'>
  current: ListConflict['current']
}

export function ListConflictNotice({ seen, current, ...rest }: ListConflictNoticeProps) {
  const isDescribed = seen.description !== current.description
  return (
    <ConflictCallout subject="list" seen={seen} current={current} isSame={!isDescribed} {...rest}>
      {isDescribed && <p>Description: {current.description ?? 'none'}</p>}
    </ConflictCallout>
  )
}
