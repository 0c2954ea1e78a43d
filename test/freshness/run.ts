import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningServer } from '#test/servers'
import { callAgain, callAtReturns, callOnce, type Line, type Question, questionsOf } from './callers.ts'
import { type Edited, type Ended, editAll, type Pace, revokeAll, until } from './changes.ts'
import type { Fault, ServerNumber } from './fault.ts'
import { createRecorder, FIRST_CALLER, type History, type Recorder, STRANGER } from './recorder.ts'
import { type Asked, type FreshnessReport, reportOf } from './report.ts'
import type { Doomed, Subject } from './subjects.ts'

export type FreshnessPlan = Asked & {
  readonly servers: readonly RunningServer[]
  readonly subjects: readonly Subject[]
  readonly doomed: readonly Doomed[]
  readonly fault: Fault
}

type Run = {
  readonly plan: FreshnessPlan
  readonly recorder: Recorder
  readonly edited: readonly Edited[]
  readonly doomed: readonly Ended[]
}

/**
 * Lets every server verify in a loop while all that decides changes by every door, spread over the whole run, and while the fault
 * strikes; then asks once more about every key that was revoked, and checks the history of each thing that was changed.
 */
export async function runFreshness(plan: FreshnessPlan): Promise<FreshnessReport> {
  const run: Run = {
    plan,
    recorder: createRecorder(plan.servers.length),
    edited: plan.subjects.map(({ id, keys, editors }) => ({ history: emptyHistory({ id, keys }), editors })),
    doomed: plan.doomed.map(({ id, key, revoker }) => ({ history: admittingHistory({ id, keys: [key] }), revoker })),
  }
  await makeFirstStates(run)
  const started = performance.now()
  await changeAndVerify(run)
  const seconds = (performance.now() - started) / 1000
  const [edited, doomed] = [run.edited, run.doomed].map((all) => all.map(({ history }) => history))
  await askOnceMore(run, doomed ?? [])
  return reportOf({ ...run, edited: edited ?? [], doomed: doomed ?? [], evidence: plan.fault.evidence, seconds })
}

type Known = Pick<History, 'id' | 'keys'>

function emptyHistory(known: Known): History {
  return { ...known, callers: [], saves: [], verifies: [] }
}

function admittingHistory(known: Known): History {
  const made = { state: FIRST_CALLER, invoked: 0, returned: performance.now() }
  return { ...known, callers: [STRANGER, FIRST_CALLER], saves: [made], verifies: [] }
}

async function makeFirstStates({ edited, recorder }: Run): Promise<void> {
  for (const { history, editors } of edited) {
    const [first] = editors
    if (first?.leaves !== 'one') throw new Error('somebody must edit')
    await recorder.save(history, first)
  }
}

/** Until all that was planned was done. */
async function changeAndVerify(run: Run): Promise<void> {
  const { plan, recorder, edited, doomed } = run
  const state = { isDone: false, hasFailed: false }
  const pace: Pace = { recorder, progress: progressOf(run), isOver: () => state.hasFailed }
  const changes = [
    editAll(edited, plan.saves, pace),
    revokeAll(doomed, pace),
    plan.fault.strike(struckBy(run)),
    until(1, pace),
  ]
  const done = Promise.all(changes).then(() => {
    state.isDone = true
    recorder.endSaves()
  })
  const isOver = () => state.isDone || state.hasFailed
  await Promise.all([done, ...callAll(run, isOver)]).catch((error: unknown) => {
    state.hasFailed = true
    recorder.endSaves()
    throw error
  })
}

/** About who was let through until then, and who is from then on, by both doors. */
const instantAsks = [true, false].flatMap((isDirect) =>
  [true, false].map((isForPrevious) => ({ isDirect, isForPrevious })),
)

/** Callers who call again and again, and some more who wait for saves. */
function callAll({ plan, recorder, edited, doomed }: Run, isOver: () => boolean): Promise<void>[] {
  const targets = {
    edited: edited.map(({ history }) => history),
    doomed: doomed.map(({ history }) => history),
    revoked: () => recorder.totals.revocations,
  }
  const instant = plan.servers.flatMap((running, server) =>
    instantAsks.map((ask) => callAtReturns(recorder, { ...lineTo(running, server), isOver }, ask)),
  )
  const isAhead = aheadOfChanges(plan, recorder)
  const often = linesTo(plan, isOver).map((line, caller) => {
    const next = questionsOf(targets, caller)
    return callAgain(recorder, line, async () => {
      while (isAhead() && !isOver()) await sleep(5)
      return next()
    })
  })
  return [...often, ...instant]
}

/** Whether changes are late by more than their turns explain: callers wait for them, so that they are spread over all verifies. */
function aheadOfChanges({ verifies, saves, revocations, subjects }: FreshnessPlan, recorder: Recorder): () => boolean {
  const margin = 0.05 + (2 * subjects.length) / saves
  return () => recorder.totals.verifies / verifies > recorder.returned.length / (saves + revocations) + margin
}

/** Of the verifies, and of the fault, whichever is less far. */
function progressOf({ plan: { verifies, fault }, recorder }: Run): () => number {
  const started = performance.now()
  return () => {
    const ofFault = fault.lastsMs === 0 ? 1 : (performance.now() - started) / fault.lastsMs
    return Math.min(recorder.totals.verifies / verifies, ofFault)
  }
}

/** One for each caller. */
function linesTo({ servers, fault }: FreshnessPlan, isOver: () => boolean): Line[] {
  return servers.flatMap((running, server) => {
    const line = { ...lineTo(running, server), isOver }
    return Array.from({ length: fault.callers[server as ServerNumber] }, () => line)
  })
}

function lineTo({ url }: RunningServer, server: number): Line {
  return { port: Number(new URL(url).port), server, isOver: () => false }
}

function struckBy({ plan: { servers }, recorder }: Run) {
  return {
    servers,
    savesReturned: () => recorder.returned.length,
    async callLate(server: ServerNumber): Promise<void> {
      const running = servers[server]
      const history = recorder.returned.at(-1)
      if (running === undefined || history === undefined) throw new Error('nothing was saved yet')
      // Who must not be let through any more, and who must.
      const questions = [true, false].map((isForPrevious) => ({ history, ask: { isDirect: true, isForPrevious } }))
      await callOnce(recorder, lineTo(running, server), questions)
    },
  }
}

/** About every key that was revoked, at every server, by both doors. */
async function askOnceMore({ plan, recorder }: Run, revoked: readonly History[]): Promise<void> {
  const ask = (isDirect: boolean) => (history: History) => ({ history, ask: { isDirect, isForPrevious: false } })
  await Promise.all(
    plan.servers.map((_, server) => {
      const left: Question[] = [...revoked.map(ask(true)), ...revoked.map(ask(false))]
      const lines = linesTo(plan, () => false).filter((line) => line.server === server)
      return Promise.all(lines.map((line) => callAgain(recorder, line, () => left.shift())))
    }),
  )
}
