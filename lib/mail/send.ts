import nodemailer from 'nodemailer'
import { env } from '#lib/env'
import { log } from '#lib/log'
import { detailOf, MailError, mailErrorOf } from './mail-error.ts'
import { isMailAddress, type MailSettings } from './settings.ts'

export type Message = {
  /** One plain address. */
  to: string
  /** One line; what would break it becomes a blank. */
  subject: string
  text: string
}

const CONNECT_MS = 5_000
const SILENCE_MS = 10_000
/** Of the whole, however the mail server drags it out. */
const DEADLINE_MS = 20_000

/** Whether this server has a mail server at all. */
export function isMailOn(): boolean {
  return env().mail !== null
}

/**
 * Hands one plain-text message to the mail server. `off`: there is none, so show what would have been sent. Throws
 * MailError, whose message may be shown, when it was not taken; nothing is tried again later.
 */
export async function sendMail({ to, subject, text }: Message): Promise<'sent' | 'off'> {
  const { mail } = env()
  if (mail === null) return 'off'
  if (!isMailAddress(to)) throw new MailError('bad_address')
  try {
    await transportOf(mail).sendMail({
      from: mail.from,
      to: { name: '', address: to },
      subject: oneLine(subject),
      text,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: AbortSignal.timeout(DEADLINE_MS),
    })
    return 'sent'
  } catch (error) {
    const failure = mailErrorOf(error)
    log.warn(
      { problem: failure.problem, smtpCode: failure.smtpCode, detail: detailOf(error) },
      'a message was not sent',
    )
    throw failure
  }
}

/** A connection a message: they are few, and one that was kept may have died unnoticed. */
function transportOf({ server }: MailSettings) {
  return nodemailer.createTransport({
    host: server.host,
    port: server.port,
    secure: server.isTlsFromStart,
    requireTLS: server.isTlsRequired,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Otherwise it would write what it sends, login included, wherever it is told to.
    logger: false,
    ...(server.login === null ? {} : { auth: { ...server.login } }),
  })
}

function oneLine(subject: string): string {
  return subject.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
