import type { Session } from '../session.ts'
import type { KeyResource } from '../wire.ts'

/** Of a key that was rotated with a grace period: until when its secret still works, and who comes with it. */
export function sayRotation({ note }: Session, { status, rotation, replaced_by_key_id: next }: KeyResource): void {
  const end = rotation?.grace_end_time
  if (end === undefined || status !== 'KEY_STATUS_ACTIVE') return
  note(`Rotated: the old secret works until ${end}${next === undefined ? '' : `, beside the key ${next}`}.`)
  for (const { address, count = '', last_time = '' } of rotation?.old_secret_callers ?? [])
    note(
      `  ${address ?? 'an unknown address'} came with the old secret: ${count} ${count === '1' ? 'time' : 'times'}, last ${last_time}`,
    )
}
