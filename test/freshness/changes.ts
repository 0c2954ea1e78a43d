import { setTimeout as sleep } from 'node:timers/promises'
import type { Editor } from './editor.ts'
import type { History, Recorder } from './recorder.ts'

export type Edited = { readonly history: History; readonly editors: readonly Editor[] }
export type Ended = { readonly history: History; readonly revoker: Editor }

/** `progress`: how much of the run is over, from 0 to 1. `isOver`: it failed, so nobody has to go on. */
export type Pace = { readonly recorder: Recorder; progress(): number; isOver(): boolean }

/** How many are revoked side by side. */
const LANES = 4

/** Edits each in turn by all its editors, `saves` times altogether, spread over the run. */
export async function editAll(edited: readonly Edited[], saves: number, pace: Pace): Promise<void> {
  const own = Math.ceil(saves / edited.length)
  await Promise.all(edited.map((one, index) => edit(one, { index, own, offset: index / edited.length }, pace)))
}

type Share = { readonly index: number; readonly own: number; readonly offset: number }

async function edit({ history, editors }: Edited, { index, own, offset }: Share, pace: Pace): Promise<void> {
  const start = startFrom(editors, index)
  for (let done = 0; done < own; done += 1) {
    // One more save for each share of the run, so that no part of it is without changes.
    await until((done + offset) / own, pace)
    const editor = editors[(start + done) % editors.length]
    if (editor !== undefined && !pace.isOver()) await pace.recorder.save(history, editor)
  }
}

/** Not with what takes back what the one before did. */
function startFrom(editors: readonly Editor[], index: number): number {
  for (let start = index; ; start += 1) {
    const before = editors.at((start - 1) % editors.length)
    if (before?.leaves === 'one' || before?.leaves === 'as before') return start
  }
}

/** Revokes each of them, spread over the run. */
export async function revokeAll(doomed: readonly Ended[], pace: Pace): Promise<void> {
  await Promise.all(Array.from({ length: LANES }, (_, lane) => revokeIn(lane, doomed, pace)))
}

async function revokeIn(lane: number, doomed: readonly Ended[], pace: Pace): Promise<void> {
  for (let index = lane; index < doomed.length; index += LANES) {
    await until((index + 1) / (doomed.length + 1), pace)
    const one = doomed[index]
    if (one !== undefined && !pace.isOver()) await pace.recorder.save(one.history, one.revoker)
  }
}

/** Resolves when so much of the run is over. */
export async function until(share: number, { progress, isOver }: Pace): Promise<void> {
  while (progress() < share && !isOver()) await sleep(5)
}
