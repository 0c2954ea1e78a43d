import { createServer, type Server } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { resolveEnv } from '#lib/env'
import { log } from '#lib/log'
import { startMailServer, type TestMailServer } from '#test/smtp-server'
import { MailError } from './mail-error.ts'
import { isMailOn, sendMail } from './send.ts'

const message = {
  to: 'ada@example.com',
  subject: 'Grüße',
  text: 'A line.\n\nhttps://keys.example.com/reset-password#t0ken\n',
}

let server: TestMailServer | undefined
beforeEach(() => {
  resolveEnv({
    APP_URL: 'https://keys.example.com',
    MAIL_FROM: 'Gatelist <keys@example.com>',
    SMTP_URL: 'smtp://localhost',
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server?.close()
  server = undefined
  resolveEnv({ APP_URL: '', MAIL_FROM: '', SMTP_URL: '' })
})

const use = (url: string) => resolveEnv({ SMTP_URL: url })
const problemOf = async (sent: Promise<unknown>): Promise<unknown> => {
  const error = await sent.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof MailError)) throw new Error('not refused as mail')
  return { problem: error.problem, smtpCode: error.smtpCode }
}

/** The lines of the head, put together where they were folded. */
const headOf = (raw: string): string[] => (raw.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n')

describe('a message', () => {
  test('is handed over, from whom and to whom it says', async () => {
    server = await startMailServer()
    use(`smtp://127.0.0.1:${server.port}`)
    expect(await sendMail(message)).toBe('sent')
    const [mail] = server.taken
    expect(mail).toMatchObject({ from: 'keys@example.com', to: ['ada@example.com'], login: undefined })
    expect(headOf(mail?.raw ?? '')).toEqual(
      expect.arrayContaining([
        'From: Gatelist <keys@example.com>',
        'To: ada@example.com',
        'Auto-Submitted: auto-generated',
        'Content-Type: text/plain; charset=utf-8',
      ]),
    )
    expect(mail?.raw).toContain('https://keys.example.com/reset-password#t0ken')
  })

  test('goes with the login', async () => {
    const given: unknown[] = []
    server = await startMailServer({
      ...{ authOptional: false, allowInsecureAuth: true },
      onAuth: ({ username, password }, _, done) => {
        given.push(username, password)
        done(null, { user: username })
      },
    })
    use(`smtp://gate:p%20w@127.0.0.1:${server.port}`)
    expect(await sendMail(message)).toBe('sent')
    expect([given, server.taken[0]?.login]).toEqual([['gate', 'p w'], 'gate'])
  })

  test('is not sent without a mail server', async () => {
    resolveEnv({ SMTP_URL: '', MAIL_FROM: '' })
    expect(isMailOn()).toBe(false)
    expect(await sendMail(message)).toBe('off')
  })

  test('cannot carry a header in its subject or its address', async () => {
    server = await startMailServer()
    use(`smtp://127.0.0.1:${server.port}`)
    const subject = 'Hello\r\nBcc: eve@example.com\r\n\r\nbody\u2028x\u0000'
    expect(await sendMail({ ...message, subject })).toBe('sent')
    const to = 'ada@example.com\r\nBcc: eve@example.com'
    expect(await problemOf(sendMail({ ...message, to }))).toMatchObject({ problem: 'bad_address' })
    expect(await problemOf(sendMail({ ...message, to: 'a@example.com, eve@example.com' }))).toMatchObject({
      problem: 'bad_address',
    })
    expect(server.taken.map((mail) => mail.to)).toEqual([['ada@example.com']])
    const head = headOf(server.taken[0]?.raw ?? '')
    expect(head).toContain('Subject: Hello Bcc: eve@example.com body x')
    expect(head.filter((line) => /^bcc/i.test(line))).toEqual([])
  })
})

const takesAnyLogin: SMTPServerOptions = {
  allowInsecureAuth: true,
  onAuth: ({ username }, _, done) => done(null, { user: username }),
}

describe('a failure is said, and nothing of the message is', () => {
  const refusal = (responseCode: number) =>
    Object.assign(new Error(`no: ${message.text} for ${message.to}`), { responseCode })

  test('by a server that refuses the address, or the message', async () => {
    const warn = vi.spyOn(log, 'warn')
    server = await startMailServer({ ...takesAnyLogin, onRcptTo: (_, __, done) => done(refusal(550)) })
    use(`smtp://gate:hunter2@127.0.0.1:${server.port}`)
    expect(await problemOf(sendMail(message))).toEqual({ problem: 'address_refused', smtpCode: 550 })
    await server.close()
    server = await startMailServer({
      onData: (stream, _, done) => {
        stream.resume().on('end', () => done(refusal(554)))
      },
    })
    use(`smtp://127.0.0.1:${server.port}`)
    const error = await sendMail(message).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ problem: 'message_refused', smtpCode: 554 })
    const said = JSON.stringify([warn.mock.calls, error, String((error as Error).stack)])
    for (const secret of ['t0ken', 'ada@', 'hunter2']) expect(said).not.toContain(secret)
    expect(warn).toHaveBeenCalledTimes(2)
  })

  test('by a server that refuses the login', async () => {
    server = await startMailServer({
      ...{ authOptional: false, allowInsecureAuth: true },
      onAuth: (_, __, done) => done(new Error('hunter2 is wrong')),
    })
    use(`smtp://gate:hunter2@127.0.0.1:${server.port}`)
    expect(await problemOf(sendMail(message))).toEqual({ problem: 'login_refused', smtpCode: 535 })
  })

  test('where there is no server, or one that says nothing', async () => {
    const mute: Server = createServer(() => undefined)
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as { port: number }
    use(`smtp://127.0.0.1:${port}`)
    const begun = Date.now()
    expect(await problemOf(sendMail(message))).toEqual({ problem: 'unreachable', smtpCode: undefined })
    expect(Date.now() - begun).toBeLessThan(10_000)
    await new Promise((resolve) => mute.close(resolve))
    expect(await problemOf(sendMail(message))).toMatchObject({ problem: 'unreachable' })
  })

  // 0.0.0.0 leads to this machine too, but does not say so.
  test('where a login would travel without TLS, before it does', async () => {
    const onAuth = vi.fn()
    server = await startMailServer({ allowInsecureAuth: true, onAuth, disabledCommands: ['STARTTLS'] })
    use(`smtp://gate:hunter2@0.0.0.0:${server.port}`)
    expect(await problemOf(sendMail(message))).toMatchObject({ problem: 'not_secure' })
    use(`smtps://gate:hunter2@127.0.0.1:${server.port}`)
    expect(await problemOf(sendMail(message))).toMatchObject({ problem: 'not_secure' })
    expect([onAuth.mock.calls, server.taken]).toEqual([[], []])
  })

  test('where nobody vouches for the certificate', async () => {
    server = await startMailServer({ hideSTARTTLS: false })
    use(`smtp://gate:hunter2@0.0.0.0:${server.port}`)
    expect(await problemOf(sendMail(message))).toMatchObject({ problem: 'not_secure' })
    expect(server.taken).toEqual([])
  })
})
