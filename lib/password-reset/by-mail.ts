import { log } from '#lib/log'
import { MailError } from '#lib/mail/mail-error'
import { type Message, sendMail } from '#lib/mail/send'

/** Sends what `compose` makes, if anything. Nobody waits for it, so what goes wrong is logged: the message itself never is. */
export async function tellByMail(compose: () => Promise<Message | null>): Promise<void> {
  try {
    const message = await compose()
    if (message !== null) await sendMail(message)
  } catch (error) {
    // A message that was not taken is in the log already.
    if (!(error instanceof MailError)) log.error({ err: error }, 'a message was not made')
  }
}
