import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { CallTimedOut, shareCalls } from './share-calls.ts'

/** A call whose answers are given by hand. */
function handheld() {
  const sent: { inputs: readonly string[]; answer(text: string): void; fail(error: Error): void }[] = []
  const run = (inputs: readonly string[]) =>
    new Promise<string>((resolve, reject) => sent.push({ inputs, answer: resolve, fail: reject }))
  return { sent, run }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('shared calls', () => {
  it('sends one call for all who asked in the same turn', async () => {
    const { sent, run } = handheld()
    const ask = shareCalls(run, { waitMs: 1000, atOnce: 1 })
    const answers = Promise.all([ask('a'), ask('b'), ask('c')])
    await turn()
    expect(sent.map((call) => call.inputs)).toEqual([['a', 'b', 'c']])
    sent[0]?.answer('yes')
    expect(await answers).toEqual(['yes', 'yes', 'yes'])
  })

  it('never lets a caller join a call that was sent before the caller came', async () => {
    const { sent, run } = handheld()
    const ask = shareCalls(run, { waitMs: 1000, atOnce: 1 })
    const early = ask('early')
    await turn()
    const late = ask('late')
    await turn()
    expect(sent).toHaveLength(1)
    sent[0]?.answer('old')
    expect(await early).toBe('old')
    await turn()
    expect(sent.map((call) => call.inputs)).toEqual([['early'], ['late']])
    sent[1]?.answer('new')
    expect(await late).toBe('new')
  })

  it('has no more calls under way than it may', async () => {
    const { sent, run } = handheld()
    const ask = shareCalls(run, { waitMs: 1000, atOnce: 2 })
    const answers = []
    for (const name of ['a', 'b', 'c', 'd']) {
      answers.push(ask(name))
      await turn()
    }
    expect(sent.map((call) => call.inputs)).toEqual([['a'], ['b']])
    sent[1]?.answer('second')
    await turn()
    await turn()
    expect(sent.map((call) => call.inputs)).toEqual([['a'], ['b'], ['c', 'd']])
    sent[0]?.answer('first')
    sent[2]?.answer('third')
    expect(await Promise.all(answers)).toEqual(['first', 'second', 'third', 'third'])
  })

  it('sends beside slow calls, as many as it may at most', async () => {
    const { sent, run } = handheld()
    const ask = shareCalls(run, { waitMs: 1000, atOnce: 1, atMost: 3 })
    const answers = []
    for (const name of ['a', 'b', 'c', 'd']) {
      answers.push(ask(name))
      await sleep(60)
    }
    answers.push(ask('e'))
    expect(sent.map((call) => call.inputs)).toEqual([['a'], ['b'], ['c']])
    for (const call of sent) call.answer('late')
    await turn()
    await turn()
    expect(sent.at(-1)?.inputs).toEqual(['d', 'e'])
    sent.at(-1)?.answer('last')
    expect(await Promise.all(answers)).toEqual(['late', 'late', 'late', 'last', 'last'])
  })

  it('waits for quick calls instead of sending beside them', async () => {
    const { sent, run } = handheld()
    const ask = shareCalls(run, { waitMs: 1000, atOnce: 1, atMost: 3 })
    const first = ask('a')
    await turn()
    const second = ask('b')
    await sleep(5)
    sent[0]?.answer('quick')
    await turn()
    await turn()
    await sleep(60)
    expect(sent.map((call) => call.inputs)).toEqual([['a'], ['b']])
    sent[1]?.answer('quick too')
    expect(await Promise.all([first, second])).toEqual(['quick', 'quick too'])
  })

  it('fails only those who shared a failed call, and serves the next', async () => {
    const { sent, run } = handheld()
    const ask = shareCalls(run, { waitMs: 1000, atOnce: 1 })
    const first = ask('a')
    await turn()
    const second = ask('b')
    sent[0]?.fail(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    await turn()
    sent[1]?.answer('back')
    expect(await second).toBe('back')
  })

  it('keeps nobody waiting past the limit, sent or not', async () => {
    const { run } = handheld()
    const ask = shareCalls(run, { waitMs: 60, atOnce: 1 })
    const start = performance.now()
    const sentButSilent = ask('a').catch((error: unknown) => error)
    await sleep(20)
    const neverSent = ask('b').catch((error: unknown) => error)
    expect(await sentButSilent).toBeInstanceOf(CallTimedOut)
    expect(await neverSent).toBeInstanceOf(CallTimedOut)
    expect(performance.now() - start).toBeLessThan(200)
  })

  it('takes an answer that came in time, though this process was too busy to read it before the limit', async () => {
    const ask = shareCalls(() => readFile(new URL(import.meta.url), 'utf8'), { waitMs: 40, atOnce: 1 })
    const answer = ask(undefined)
    setImmediate(() => setImmediate(() => busyFor(120)))
    expect(await answer).toContain('shared calls')
  })

  it('waits a little longer in a process that does nothing but work, and not in one that has nothing to do', async () => {
    const inSixty = () => sleep(60).then(() => 'late')
    const ask = shareCalls(inSixty, { waitMs: 40, atOnce: 1 })
    await expect(ask(undefined)).rejects.toThrow(CallTimedOut)
    let isOver = false
    const work = () => {
      busyFor(2)
      if (!isOver) setImmediate(work)
    }
    work()
    const answer = await ask(undefined).catch((error: unknown) => error)
    isOver = true
    expect(answer).toBe('late')
  })
})

function busyFor(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}
