import { type Command, Option } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { pathPart } from '../keys/kind.ts'
import { askFirst, onRun, type Run } from '../session.ts'
import { STAFF, staffCall } from './call.ts'
import type { Row } from './rows-view.ts'

type Reason = { readonly reason: string }

const revocationReasons = ['key_compromise', 'privilege_withdrawn', 'affiliation_changed', 'superseded', 'unspecified']
const asks = ['restrict', 'narrow', 'rotate', 'remove', 'other']

/** What staff do to a key, always with a reason that its owner reads. */
export function addActCommands(keys: Command, run: Run): void {
  addSimpleAct(keys, run, { name: 'pause', description: 'stop a key until staff resume it', done: 'API key paused.' })
  addSimpleAct(keys, run, {
    name: 'resume',
    description: 'give a key that staff paused back to its owner',
    done: 'API key resumed.',
  })
  addRevoke(keys, run)
  addNote(keys, run)
  addAsk(keys, run)
}

function withReason(command: Command): Command {
  return command.requiredOption('--reason <text>', 'why; the owner reads it')
}

type SimpleAct = { name: 'pause' | 'resume'; description: string; done: string }

function addSimpleAct(keys: Command, run: Run, { name, description, done }: SimpleAct): void {
  const command = withReason(keys.command(`${name} <id>`).description(description))
  onRun<Reason>(command, run, async (session, { args: [id = ''], options: { reason } }) => {
    const call = { method: 'POST', path: keyPath(id, `:${name}`), body: { reason } } as const
    const value = await staffCall(session.client, call)
    session.note(done)
    await session.print({ value, human: () => '', quiet: [id] })
    return exitCodes.ok
  })
}

function addRevoke(keys: Command, run: Run): void {
  const command = withReason(keys.command('revoke <id>').description('end a key for good')).addOption(
    new Option('--what <what>', 'what happened').choices(revocationReasons).default('unspecified'),
  )
  onRun<Reason & { what: string }>(command, run, async (session, { args: [id = ''], options }) => {
    await askFirst(session, `Revoke the key ${id}? This cannot be undone.`)
    const body = { reason: options.reason, revocation_reason: options.what }
    const value = await staffCall<Row>(session.client, { method: 'POST', path: keyPath(id, ':revoke'), body })
    const isWaiting = value.outcome === 'waiting'
    session.note(isWaiting ? `A second person has to approve this until ${value.until}.` : 'API key revoked.')
    await session.print({ value, human: () => '', quiet: [isWaiting ? String(value.approval_id) : id] })
    return exitCodes.ok
  })
}

function addNote(keys: Command, run: Run): void {
  const command = keys
    .command('note <id> <text>')
    .description('write a note about a key, for staff alone')
    .option('--show-owner', 'the people of its workspace see it too')
  onRun<{ showOwner?: true }>(command, run, async (session, { args: [id = '', text = ''], options }) => {
    const body = { text, shown_to_owner: options.showOwner === true }
    const value = await staffCall<Row>(session.client, { method: 'POST', path: keyPath(id, '/notes'), body })
    session.note('Noted.')
    await session.print({ value, human: () => '', quiet: [String(value.note_id)] })
    return exitCodes.ok
  })
}

function addAsk(keys: Command, run: Run): void {
  const command = withReason(keys.command('ask <id>').description('ask the owner of a key to do something'))
    .addOption(new Option('--to <what>', 'what is asked for').choices(asks).makeOptionMandatory())
    .option('--due <date>', 'until when, such as 2030-01-31')
  onRun<Reason & { to: string; due?: string }>(command, run, async (session, { args: [id = ''], options }) => {
    const body = { ask: options.to, reason: options.reason, due_on: options.due ?? null }
    const value = await staffCall<Row>(session.client, { method: 'POST', path: keyPath(id, '/requests'), body })
    session.note('Asked.')
    await session.print({ value, human: () => '', quiet: [String(value.request_id)] })
    return exitCodes.ok
  })
}

function keyPath(id: string, below: string): string {
  return `${STAFF}/keys/${pathPart(id)}${below}`
}
