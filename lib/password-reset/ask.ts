import type { AnonymousActor } from '#lib/audit/actor'
import { record } from '#lib/audit/record'
import { accountSubject, addressSubject, take } from '#lib/auth/throttle'
import type { Visitor } from '#lib/auth/visitor'
import { transaction } from '#lib/db'
import { findResetAccount } from './account.ts'
import { tellByMail } from './by-mail.ts'
import { makeResetLink } from './link.ts'
import { resetMessage } from './messages.ts'

/**
 * Whether a wish for a link goes any further. It is counted alike for addresses with and without an account, and the answer to
 * the person is the same whatever this says.
 */
export async function admitResetWish(email: string, visitor: Visitor): Promise<boolean> {
  // Those whose address cannot be told share one, and one of them could spend the wishes of all.
  const from = visitor.address === null ? { ok: true } : await take('resetLinkFrom', addressSubject(visitor.address))
  return from.ok && (await take('resetLinkTo', accountSubject(email))).ok
}

/**
 * Mails a link to the account of this e-mail address, where there is one. Run it once the person has been answered: how long
 * it takes, and whether it worked, tells whether there is an account.
 */
export async function mailResetLink(email: string, visitor: Visitor): Promise<void> {
  await tellByMail(async () => {
    const made = await linkFor(email, visitor)
    return made === null ? null : { to: made.to, ...resetMessage({ link: made.link, address: visitor.address }) }
  })
}

function linkFor(email: string, { address, requestId }: Visitor): Promise<{ to: string; link: string } | null> {
  return transaction(async (tx) => {
    const account = await findResetAccount(tx, { email })
    if (account === null || account.isDisabled) return null
    const { userId, workspaceId } = account
    const { link } = await makeResetLink(tx, userId, 'mail')
    const actor: AnonymousActor = { kind: 'anonymous', label: account.email, address, door: 'dashboard', requestId }
    await record(tx, {
      ...{ actor, action: 'user.password_link', workspaceId },
      after: { user: userId, email: account.email, by: 'mail' },
    })
    return { to: account.email, link }
  })
}
