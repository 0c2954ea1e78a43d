import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { watchEventLoop } from '#server/busy'

function block(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

it('is busy from the moment a long block ends until it has caught up', async () => {
  const watch = watchEventLoop()
  expect(watch.isBusy()).toBe(false)
  block(1200)
  expect(watch.isBusy()).toBe(true)
  await sleep(500)
  expect(watch.isBusy()).toBe(true)
  await expect.poll(() => watch.isBusy(), { timeout: 5000 }).toBe(false)
  watch.stop()
})

it('is not busy after a block that callers hardly notice', () => {
  const watch = watchEventLoop()
  block(300)
  expect(watch.isBusy()).toBe(false)
  watch.stop()
})
