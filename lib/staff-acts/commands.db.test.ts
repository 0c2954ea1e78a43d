import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { storedAlerts } from '#lib/alerts/fixtures'
import type { StaffActor } from '#lib/audit/actor'
import { prisma } from '#lib/db'
import { resolveEnv } from '#lib/env'
import { resumeKey, revokeKey as revokeByOwner } from '#lib/keys/commands'
import { makeKey, makeTeam, type Team } from '#lib/keys/fixtures'
import { getKey, keyHistory } from '#lib/keys/queries'
import { makeStaff } from '#lib/staff-tokens/fixtures'
import { testDatabase } from '#test/database'
import * as commands from './commands.ts'
import { listApprovals, listRequests, ownerNotices } from './queries.ts'
import { answerRequest } from './requests.ts'
import { addNoteSchema, askOwnerSchema, holdKeySchema, revokeForStaffSchema } from './schema.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let team: Team
let others: Team
let staff: StaffActor
let second: StaffActor
let auditor: StaffActor

beforeAll(async () => {
  database = await testDatabase()
  team = await makeTeam()
  others = await makeTeam()
  staff = { ...(await makeStaff('staff')), address: '192.0.2.77' }
  second = await makeStaff('staff')
  auditor = await makeStaff('auditor')
})
afterAll(() => database.close())
afterEach(() => resolveEnv({ STAFF_TWO_PERSON_REVOKE: '0' }))

const reason = 'Seen in a public repository'
const revocationReason = 'key_compromise'
const newKey = () => makeKey(team.owner, '203.0.113.7')
const keyOf = async (id: string) => {
  const key = await getKey(team.workspaceId, id)
  if (key === null) throw new Error('no key')
  return key
}
const wholeTrail = (keyId: string) => prisma().auditEvent.findMany({ where: { keyId }, orderBy: { id: 'asc' } })
const used = (keyId: string, hoursAgo: number) => {
  const lastUsedAt = new Date(Date.now() - hoursAgo * 3_600_000)
  return prisma().keyUsage.create({ data: { keyId, lastUsedAt } })
}

describe('a hold', () => {
  it('stays whatever the owner does, is told of without names, and ends when staff lift it', async () => {
    const { id: keyId, name } = await newKey()
    expect(await commands.pauseKey(staff, { keyId, reason })).toMatchObject({ ok: true, value: { status: 'paused' } })
    for (const who of [team.owner, team.admin]) {
      expect(await resumeKey(who, { keyId })).toMatchObject({ ok: false, error: 'staff_hold' })
    }
    const resume = prisma().$executeRaw`UPDATE api_key SET paused_at = NULL WHERE id = ${keyId}::uuid`
    await expect(resume).rejects.toThrow('api_key_staff_hold')
    expect(await keyOf(keyId)).toMatchObject({ staffHoldReason: reason })
    const [event] = (await keyHistory(team.workspaceId, keyId)).events
    expect(event).toMatchObject({
      who: 'Gatelist staff',
      address: null,
      label: 'Paused the key; only staff can resume it',
    })
    expect(event?.change.facts).toEqual([{ kind: 'words', text: `“${reason}”` }])
    const alerts = await storedAlerts(team.workspaceId)
    expect(alerts).toMatchObject([
      { kind: 'staff_action', detail: { act: 'held', reason, subject: { id: keyId, name } } },
    ])
    // Nothing that the workspace reads says who of the staff it was.
    const told = inspect([await keyHistory(team.workspaceId, keyId), await keyOf(keyId), alerts], { depth: 12 })
    expect([told.includes(staff.label), told.includes('192.0.2.77')]).toEqual([false, false])
    expect(await commands.liftHold(staff, { keyId, reason })).toMatchObject({ value: { status: 'active' } })
    expect(await keyOf(keyId)).toMatchObject({ pausedAt: null, staffHoldAt: null })
  })

  it('leaves a key paused that its owner had paused before, and the owner free to resume it', async () => {
    const { id: keyId } = await newKey()
    await prisma().apiKey.update({ where: { id: keyId }, data: { pausedAt: new Date(Date.now() - 60_000) } })
    await commands.pauseKey(staff, { keyId, reason })
    expect(await commands.liftHold(staff, { keyId, reason })).toMatchObject({ value: { status: 'paused' } })
    expect(await resumeKey(team.owner, { keyId })).toMatchObject({ ok: true, value: { status: 'active' } })
  })

  it('is no hindrance for an owner who revokes the key', async () => {
    const { id: keyId } = await newKey()
    await commands.pauseKey(staff, { keyId, reason })
    expect(await revokeByOwner(team.owner, { keyId })).toMatchObject({ ok: true })
  })
})

describe('no command of the staff', () => {
  type Sent = { keyId: string; noteId: string; requestId: string; approvalId: string }
  const attempts = {
    pauseKey: (who, { keyId }) => commands.pauseKey(who, { keyId, reason }),
    liftHold: (who, { keyId }) => commands.liftHold(who, { keyId, reason }),
    addNote: (who, { keyId }) => commands.addNote(who, { keyId, text: reason, shownToOwner: true }),
    strikeNote: (who, { noteId }) => commands.strikeNote(who, { noteId, reason }),
    askOwner: (who, { keyId }) => commands.askOwner(who, { keyId, ask: 'narrow', reason, dueOn: null }),
    closeRequest: (who, { requestId }) => commands.closeRequest(who, { requestId, reason }),
    decline: (who, { approvalId }) => commands.decline(who, { approvalId, reason }),
    approve: (who, { approvalId }) => commands.approve(who, { approvalId }),
    revokeKey: (who, { keyId }) => commands.revokeKey(who, { keyId, revocationReason, reason }),
  } as const satisfies Record<keyof typeof commands, (who: StaffActor, sent: Sent) => Promise<{ ok: boolean }>>

  async function prepared(): Promise<Sent & { secret: string }> {
    resolveEnv({ STAFF_TWO_PERSON_REVOKE: '1' })
    const { id: keyId, secret } = await newKey()
    await used(keyId, 1)
    const note = await commands.addNote(staff, { keyId, text: reason, shownToOwner: false })
    const asked = await commands.askOwner(staff, { keyId, ask: 'restrict', reason, dueOn: null })
    const waiting = await commands.revokeKey(staff, { keyId, revocationReason, reason })
    if (!note.ok || !asked.ok || !waiting.ok || waiting.value.outcome !== 'waiting') throw new Error('not prepared')
    const { approvalId } = waiting.value
    return { keyId, secret, noteId: note.value.noteId, requestId: asked.value.requestId, approvalId }
  }

  it('does anything for an auditor', async () => {
    const sent = await prepared()
    for (const act of Object.values(attempts)) {
      expect(await act(auditor, sent)).toMatchObject({ ok: false, error: 'forbidden' })
    }
    expect(await keyOf(sent.keyId)).toMatchObject({ pausedAt: null, revokedAt: null })
  })

  it('lets anybody in, or answers, stores or tells the secret', async () => {
    const sent = await prepared()
    const admits = async () => {
      const { accessMode, entries, lists, expiresAt, bypass } = await keyOf(sent.keyId)
      return {
        accessMode,
        expiresAt,
        bypass,
        lists,
        entries: entries.map(({ network, enabled }) => [network, enabled]),
      }
    }
    const before = await admits()
    const answers: unknown[] = []
    for (const act of Object.values(attempts)) {
      answers.push(await act(second, sent))
      expect(await admits()).toEqual(before)
    }
    const { keyId } = sent
    const pasted = `leaked: key-${sent.secret}x!`
    for (const refused of [
      await commands.pauseKey(staff, { keyId, reason: pasted }),
      await commands.revokeKey(staff, { keyId, revocationReason, reason: pasted }),
      await commands.addNote(staff, { keyId, text: pasted, shownToOwner: false }),
      await commands.askOwner(staff, { keyId, ask: 'other', reason: pasted, dueOn: null }),
      await answerRequest(team.owner, { requestId: sent.requestId, note: pasted }),
    ]) {
      expect(refused).toMatchObject({ ok: false, error: 'secret_in_text' })
      answers.push(refused)
    }
    const told = inspect([answers, await wholeTrail(keyId), await storedAlerts(team.workspaceId)], { depth: 12 })
    expect(told).not.toContain(sent.secret)
  })

  it('is asked for without a reason of 3 to 500 characters', () => {
    const keyId = '0192b7c0-0000-7000-8000-000000000000'
    for (const bad of ['', '  ab ', 'x'.repeat(501), 'a\u0000bc', 'evil \u202etxt']) {
      const given = { keyId, reason: bad, revocationReason, ask: 'other', dueOn: null, text: bad, shownToOwner: false }
      for (const schema of [holdKeySchema, revokeForStaffSchema, askOwnerSchema, addNoteSchema]) {
        expect(schema.safeParse(given).success, JSON.stringify(bad)).toBe(false)
      }
    }
  })
})

describe('what staff keep to themselves', () => {
  it('is in no history, alert or notice of the workspace, and another workspace sees nothing of what this one sees', async () => {
    const { id: keyId } = await newKey()
    const alertsBefore = (await storedAlerts(team.workspaceId)).length
    await commands.addNote(staff, { keyId, text: 'Only for us', shownToOwner: false })
    expect((await keyHistory(team.workspaceId, keyId)).events).toHaveLength(1)
    expect(await storedAlerts(team.workspaceId)).toHaveLength(alertsBefore)
    await commands.addNote(staff, { keyId, text: 'For you', shownToOwner: true })
    await commands.askOwner(staff, { keyId, ask: 'narrow', reason, dueOn: '2027-01-31' })
    const notices = await ownerNotices(team.workspaceId, keyId)
    expect(notices).toMatchObject({ notes: [{ text: 'For you' }], requests: [{ reason, dueOn: '2027-01-31' }] })
    expect(await ownerNotices(others.workspaceId, keyId)).toEqual({ notes: [], requests: [] })
    const requestId = notices.requests[0]?.id ?? ''
    const missing = { ok: false, error: 'not_found' }
    expect(await answerRequest(others.owner, { requestId, note: 'Done' })).toMatchObject(missing)
    expect(await answerRequest(team.member, { requestId, note: 'Done' })).toMatchObject({ error: 'forbidden' })
    expect((await wholeTrail(keyId)).map(({ action, workspaceId }) => [action, workspaceId])).toEqual([
      ['key.create', team.workspaceId],
      ['key.staff_note', null],
      ['key.staff_note', team.workspaceId],
      ['key.ask', team.workspaceId],
    ])
  })

  it('cannot be rewritten afterwards, only struck out with a reason', async () => {
    const { id: keyId } = await newKey()
    const note = await commands.addNote(staff, { keyId, text: 'As it was', shownToOwner: true })
    if (!note.ok) throw new Error(note.message)
    const { noteId } = note.value
    const rewrite = prisma().$executeRaw`UPDATE staff_note SET text = 'Otherwise' WHERE id = ${noteId}::uuid`
    await expect(rewrite).rejects.toThrow('keeps what was written')
    expect(await commands.strikeNote(second, { noteId, reason: 'Wrong key' })).toMatchObject({ ok: true })
    expect(await commands.strikeNote(staff, { noteId, reason: 'Again' })).toMatchObject({ error: 'wrong_state' })
    expect((await ownerNotices(team.workspaceId, keyId)).notes).toEqual([])
  })
})

describe('what staff ask for', () => {
  it('is settled once: by the owner’s answer, or by staff', async () => {
    const { id: keyId } = await newKey()
    const ask = async () => {
      const asked = await commands.askOwner(staff, { keyId, ask: 'rotate', reason, dueOn: null })
      if (!asked.ok) throw new Error(asked.message)
      return asked.value.requestId
    }
    const [first, other] = [await ask(), await ask()]
    expect((await listRequests('open', null)).requests.slice(0, 2).map(({ id }) => id)).toEqual([other, first])
    expect(await answerRequest(team.owner, { requestId: first, note: 'Rotated it' })).toMatchObject({ ok: true })
    expect(await commands.closeRequest(staff, { requestId: first, reason })).toMatchObject({ error: 'wrong_state' })
    expect(await commands.closeRequest(staff, { requestId: other, reason })).toMatchObject({ ok: true })
    expect(await answerRequest(team.owner, { requestId: other, note: '' })).toMatchObject({ error: 'wrong_state' })
    const settled = (await listRequests('settled', null)).requests.slice(0, 2)
    expect(settled.map(({ settled: how }) => [how?.outcome, how?.by, how?.note])).toEqual([
      ['closed', staff.label, reason],
      ['done', team.owner.label, 'Rotated it'],
    ])
    const [done] = (await listRequests('settled', settled[0]?.id ?? null)).requests
    expect(done?.id).toBe(first)
    expect((await ownerNotices(team.workspaceId, keyId)).requests).toEqual([])
  })
})

describe('revoking a key that is in use, where that takes two', () => {
  async function waiting() {
    resolveEnv({ STAFF_TWO_PERSON_REVOKE: '1' })
    const { id: keyId } = await newKey()
    await used(keyId, 1)
    const asked = await commands.revokeKey(staff, { keyId, revocationReason, reason })
    if (!asked.ok || asked.value.outcome !== 'waiting') throw new Error('does not wait')
    return { keyId, approvalId: asked.value.approvalId }
  }
  const revocations = async (keyId: string) =>
    (await wholeTrail(keyId)).filter(({ action }) => action === 'key.revoke').length

  it('waits for a second person who is signed in, hides that from the workspace, and pausing does not wait', async () => {
    const { keyId, approvalId } = await waiting()
    expect(await keyOf(keyId)).toMatchObject({ revokedAt: null })
    expect((await keyHistory(team.workspaceId, keyId)).events).toHaveLength(1)
    expect(await commands.revokeKey(second, { keyId, revocationReason, reason })).toMatchObject({
      error: 'waiting_already',
    })
    expect(await commands.approve(staff, { approvalId })).toMatchObject({ error: 'same_person' })
    const program = { ...second, tokenId: second.userId }
    expect(await commands.approve(program, { approvalId })).toMatchObject({ error: 'session_needed' })
    expect(await commands.pauseKey(staff, { keyId, reason })).toMatchObject({ ok: true })
    expect(await revocations(keyId)).toBe(0)
    expect(await commands.approve(second, { approvalId })).toMatchObject({ ok: true })
    expect(await keyOf(keyId)).toMatchObject({
      revocationReason,
      revocationDescription: reason,
      revokedAt: expect.any(Date),
    })
    expect(await revocations(keyId)).toBe(1)
  })

  it('cannot be approved by who asked for it, even by plain SQL', async () => {
    const { approvalId } = await waiting()
    const forge = prisma().$executeRaw`UPDATE staff_approval SET outcome = 'approved', decided_at = now(),
      decided_by_id = asked_by_id, decided_by = asked_by WHERE id = ${approvalId}::uuid`
    await expect(forge).rejects.toThrow('staff_approval_two_people')
  })

  it('revokes once, however many approve at the same time', async () => {
    const { keyId, approvalId } = await waiting()
    const people = await Promise.all(Array.from({ length: 6 }, () => makeStaff('staff')))
    const answers = await Promise.all(people.map((one) => commands.approve(one, { approvalId })))
    expect(answers.map((one) => (one.ok ? 'ok' : one.error)).sort()).toEqual(['ok', ...Array(5).fill('settled')])
    expect(await revocations(keyId)).toBe(1)
  })

  it.each([
    ['who asked takes it back', async (id: string) => void (await commands.decline(staff, { approvalId: id, reason }))],
    [
      'a day passes',
      async (id: string) => {
        await prisma().$executeRaw`ALTER TABLE staff_approval DISABLE TRIGGER staff_approval_stays`
        await prisma().staffApproval.update({ where: { id }, data: { expiresAt: new Date() } })
        await prisma().$executeRaw`ALTER TABLE staff_approval ENABLE TRIGGER staff_approval_stays`
      },
    ],
  ])('is over when %s, and can be asked for again', async (_, happen) => {
    const { keyId, approvalId } = await waiting()
    await happen(approvalId)
    expect((await listApprovals()).waiting.map(({ id }) => id)).not.toContain(approvalId)
    expect(await commands.approve(second, { approvalId })).toMatchObject({ error: 'settled' })
    expect(await keyOf(keyId)).toMatchObject({ revokedAt: null })
    expect(await commands.revokeKey(second, { keyId, revocationReason, reason })).toMatchObject({ ok: true })
  })

  it('is over when the key ends meanwhile', async () => {
    const { keyId, approvalId } = await waiting()
    await revokeByOwner(team.owner, { keyId, confirmName: 'Production' })
    expect((await listApprovals()).over).toContainEqual(expect.objectContaining({ id: approvalId, state: 'ended' }))
    expect(await commands.approve(second, { approvalId })).toMatchObject({ error: 'settled' })
    expect((await wholeTrail(keyId)).at(-1)).toMatchObject({ action: 'key.revoke_moot', workspaceId: null })
  })

  it('takes one person for a key that nobody used for a day, and for any where it is not wanted', async () => {
    resolveEnv({ STAFF_TWO_PERSON_REVOKE: '1' })
    const idle = await newKey()
    await used(idle.id, 25)
    const revoked = { ok: true, value: { outcome: 'revoked' } }
    expect(await commands.revokeKey(staff, { keyId: idle.id, revocationReason, reason })).toMatchObject(revoked)
    resolveEnv({ STAFF_TWO_PERSON_REVOKE: '0' })
    const busy = await newKey()
    await used(busy.id, 0)
    expect(await commands.revokeKey(staff, { keyId: busy.id, revocationReason, reason })).toMatchObject(revoked)
  })
})
