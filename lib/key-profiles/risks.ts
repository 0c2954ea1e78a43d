import type { StaffKey } from './views.ts'

/** Something about a key's list that staff want to see at a glance. */
export type KeyRisk = { tone: 'danger' | 'warning' | 'info' | 'neutral'; word: string }

const SOON_MS = 7 * 24 * 60 * 60_000

type Listed = Pick<
  StaffKey,
  'accessMode' | 'anyAddress' | 'private' | 'reserved' | 'expired' | 'nextExpiry' | 'inForce'
>

/** The worst first. */
export function keyRisks(key: Listed, now: Date): KeyRisk[] {
  const { accessMode, anyAddress, nextExpiry } = key
  const isSoon = nextExpiry !== null && nextExpiry.getTime() - now.getTime() < SOON_MS
  return [
    ...(accessMode === 'open' ? [risk('danger', 'Open')] : []),
    ...(anyAddress ? [risk('danger', 'Any-address entry')] : []),
    ...(accessMode === 'report' ? [risk('warning', 'Report only')] : []),
    ...(key.reserved ? [risk('warning', 'Reserved range')] : []),
    ...(key.private ? [risk('warning', 'Private range')] : []),
    ...(accessMode === 'enforce' && key.inForce === 0 ? [risk('neutral', 'Refuses everyone')] : []),
    ...(key.expired > 0 ? [risk('neutral', `${key.expired.toLocaleString('en-US')} expired`)] : []),
    ...(isSoon ? [risk('info', 'Expires soon')] : []),
  ]
}

function risk(tone: KeyRisk['tone'], word: string): KeyRisk {
  return { tone, word }
}
