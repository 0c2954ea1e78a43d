import type { Session } from '../session.ts'
import type { KeyResource } from '../wire.ts'

/** An open key is worth a line, whether it was meant or a variable was empty. */
export function sayIfOpen(session: Session, { access_mode }: KeyResource): void {
  if (access_mode === 'ACCESS_MODE_OPEN') session.note('This key works from any address.')
}
