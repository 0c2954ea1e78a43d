import type { Command } from 'commander'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { usage } from '../failure.ts'
import type { View } from '../output.ts'
import { readAll, readSecret } from '../secret-input.ts'
import { onRun, type Run, type Session } from '../session.ts'
import type { Column } from '../terminal/table.ts'
import type { VerifyAnswer } from '../wire.ts'
import { shortName } from './key-table.ts'
import { verbPath } from './kind.ts'

type VerifyOptions = { readonly cache: boolean; readonly clientIp?: string }

/** What the API takes at once. */
const BATCH = 100

const columns: readonly Column[] = [
  { title: 'KEY ID' },
  { title: 'IS VALID' },
  { title: 'STATUS', shrinks: true },
  { title: 'ACTOR ID', shrinks: true },
  { title: 'SCOPES', shrinks: true },
]

function addVerifyOptions(command: Command): Command {
  return command
    .option('--no-cache', 'judge by the database alone')
    .option('--client-ip <ip>', 'judge for this caller instead of this machine')
}

/** `keys verify`: 0 when the key may be used, 5 when not. */
export function addVerifyCommand(parent: Command, run: Run): void {
  const command = addVerifyOptions(parent.command('verify [credential]').alias('validate')).description(
    'judge a key, as a call from here or from --client-ip',
  )
  onRun<VerifyOptions>(command, run, async (session, { args: [argument], options }) => {
    const credential = await readSecret(session.io, { name: 'credential', argument, variable: 'GATELIST_CREDENTIAL' })
    const { body: answer } = await session.client.call<VerifyAnswer>({
      method: 'POST',
      path: verbPath('verify'),
      body: itemOf(credential, options),
      headers: cacheHeaders(options),
    })
    session.note(`API key is ${answer.is_valid ? 'VALID' : 'INVALID'}`)
    for (const line of reasonLines(answer)) session.note(line)
    await session.print(view(answer, [answer]))
    return exitCodeOf([answer])
  })
}

/** `keys batch-verify`: 5 when any of them is not valid. */
export function addBatchVerifyCommand(parent: Command, run: Run): void {
  const command = addVerifyOptions(parent.command('batch-verify [credentials...]')).description(
    'judge several keys; - reads them from standard input, one a line',
  )
  onRun<VerifyOptions>(command, run, async (session, { args, options }) => {
    const credentials = await readCredentials(session, args)
    const results: VerifyAnswer[] = []
    for (let from = 0; from < credentials.length; from += BATCH) {
      const requests = credentials.slice(from, from + BATCH).map((credential) => itemOf(credential, options))
      const { body } = await session.client.call<{ results?: VerifyAnswer[] }>({
        method: 'POST',
        path: verbPath('batchVerify'),
        body: { requests },
        headers: cacheHeaders(options),
      })
      results.push(...(body.results ?? []))
    }
    results.forEach((answer, i) => {
      for (const line of reasonLines(answer)) session.note(`[${i}] ${line}`)
    })
    await session.print(view({ results }, results))
    return exitCodeOf(results)
  })
}

async function readCredentials(session: Session, args: readonly string[]): Promise<readonly string[]> {
  const lines = async () => (await readAll(session.io)).split(/\r?\n/).filter((line) => line !== '')
  const fromVariable = session.io.env.GATELIST_CREDENTIAL
  const credentials =
    args.length === 1 && args[0] === '-' ? await lines() : args.length === 0 && fromVariable ? [fromVariable] : args
  if (credentials.length === 0) throw usage('no credential: name some, or give - and one a line on standard input')
  return credentials
}

function itemOf(credential: string, { clientIp }: VerifyOptions) {
  return { credential, ...(clientIp === undefined ? {} : { client_ip: clientIp }) }
}

function cacheHeaders({ cache }: VerifyOptions): Readonly<Record<string, string>> {
  return cache ? {} : { 'Cache-Control': 'no-cache' }
}

function view(value: unknown, answers: readonly VerifyAnswer[]): View {
  const rows = answers.map(({ key_id = '', is_valid, status, error_code, actor_id = '', scopes = [] }) => [
    key_id,
    is_valid ? 'true' : 'false',
    error_code ? shortName(error_code, 'VERIFICATION_ERROR_') : shortName(status, 'KEY_STATUS_'),
    actor_id,
    scopes.join(','),
  ])
  return { value, human: { columns, rows }, quiet: answers.flatMap(({ key_id }) => (key_id ? [key_id] : [])) }
}

const WOULD_DENY =
  'Enforcing would refuse this address. It passes because the key or the ceiling only reports, or the list is bypassed.'

function reasonLines({ is_valid, error_code, error_message, would_deny }: VerifyAnswer): readonly string[] {
  if (is_valid !== true) return [[error_code, error_message].filter((text) => text).join(': ')].filter((t) => t !== '')
  return would_deny === true ? [WOULD_DENY] : []
}

function exitCodeOf(answers: readonly VerifyAnswer[]): ExitCode {
  return answers.every(({ is_valid }) => is_valid === true) ? exitCodes.ok : exitCodes.refused
}
