import { singleUseLink } from '#lib/auth/link-token'
import { accountSubject, take } from '#lib/auth/throttle'
import { MailError } from '#lib/mail/mail-error'
import { sendMail } from '#lib/mail/send'
import { paths } from '#lib/paths'
import type { Invited } from './invite.ts'
import { INVITATION_DAYS } from './rules.ts'
import { withArticle } from './words.ts'

/** What the inviter learns: `path` is the link to hand on, null when a mail carries it. */
export type Told = { email: string; path: string | null; notice: string | null }

type Inviter = { name: string; email: string; workspaceName: string }

/** Sends the link of an invitation, or gives it back to be handed on where no mail went. */
export async function tellInvited(inviter: Inviter, invited: Invited): Promise<Told> {
  const { email, token } = invited
  const path = `${paths.invitation()}#${token}`
  const notice = await mail(inviter, invited)
  return notice === 'sent' ? { email, path: null, notice: null } : { email, path, notice }
}

/** Why no mail went, in words; null where this server sends none. */
async function mail(inviter: Inviter, invited: Invited): Promise<'sent' | string | null> {
  // Whoever is invited never asked for it: from all workspaces together, few mails reach one address.
  const budget = await take('inviteTo', accountSubject(invited.email))
  if (!budget.ok) return 'Several messages went to this address lately, so none was sent now.'
  try {
    const outcome = await sendMail({ to: invited.email, ...messageOf(inviter, invited) })
    return outcome === 'sent' ? 'sent' : null
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    return `No message was sent: ${error.message}`
  }
}

function messageOf(
  { name, email, workspaceName }: Inviter,
  { role, token }: Invited,
): { subject: string; text: string } {
  return {
    subject: `${name} invites you to “${workspaceName}” on Gatelist`,
    text: `${name} (${email}) invites you to join the workspace “${workspaceName}” on Gatelist as ${withArticle(role)}.

To accept, open this link and sign in, or sign up, with the e-mail address that this message was sent to:

${singleUseLink(paths.invitation(), token)}

It works once, for ${INVITATION_DAYS} days. If you do not know who this is, do nothing: without you, nobody joins.
`,
  }
}
