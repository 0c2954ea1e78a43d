import { notFound } from 'next/navigation'
import type { z } from 'zod'
import { type ActionFailure, answered, invalid, type Outcome, signedOut } from '#lib/action'
import { currentUser } from '#lib/auth/current'
import { type StaffSessionNeed, staffSessionNeed } from '#lib/auth/staff-session'
import { asStaffUser, hasStaffRight, type StaffRight, type StaffUser } from '#lib/auth/staff-user'
import { env } from '#lib/env'

/**
 * A server action of the staff: own pages only, signed in, staff with this right, parsed, then `run`. For people who are
 * not staff it does not exist; whatever staff can mend is an answer that keeps what was typed.
 */
export function staffAction<S extends z.ZodType, R extends Outcome>(
  schema: S,
  right: StaffRight,
  run: (input: z.output<S>, user: StaffUser) => Promise<R>,
): (input: z.input<S>) => Promise<R | ActionFailure> {
  return (input) =>
    answered(async () => {
      const user = await currentUser()
      if (user === null) return signedOut
      const staff = asStaffUser(user)
      if (staff === null) notFound()
      if (!hasStaffRight(staff.staffRole, right)) return readsOnly
      const need = staffSessionNeed(staff, env().staffSession)
      if (need !== null) return sessionTooWeak[need]
      const parsed = schema.safeParse(input)
      return parsed.success ? run(parsed.data, staff) : invalid(parsed.error)
    })
}

const readsOnly: ActionFailure = {
  ok: false,
  error: 'reads_only',
  message: 'Auditors read and export. Ask somebody with the role “staff” to do this.',
}

const sessionTooWeak = {
  enrol: {
    ok: false,
    error: 'second_factor_required',
    message:
      'Staff need a second factor. Set it up in your profile in another tab, then come back: what you typed is still here.',
  },
  sign_in_again: {
    ok: false,
    error: 'sign_in_again',
    message:
      'Staff pages ask for a fresh sign-in. Reload one in another tab, sign in there, then come back: what you typed is still here.',
  },
} as const satisfies Record<NonNullable<StaffSessionNeed>, ActionFailure>
