import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { shareWeakly } from './share-weakly.ts'

const make = (text: string) => (text === 'unreadable' ? null : { text })

it('gives one object for one text of one id, and another for each that differs', () => {
  const share = shareWeakly<{ text: string }>()
  const first = share('a', 'x', make)
  expect(share('a', 'x', make)).toBe(first)
  expect(share('b', 'x', make)).not.toBe(first)
  expect(share('a', 'y', make)).toEqual({ text: 'y' })
  expect(share('a', 'x', make)).toEqual({ text: 'x' })
})

it('tries again what nothing could be made of', () => {
  const share = shareWeakly<{ text: string }>()
  const first = share('a', 'x', make)
  expect(share('a', 'unreadable', make)).toBeNull()
  expect(share('a', 'x', make)).toBe(first)
})

it('keeps nothing that nobody holds', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const share = shareWeakly<{ text: string }>()
  let made = 0
  const count = (text: string) => {
    made += 1
    return { text }
  }
  share('a', 'x', count)
  await expect
    .poll(() => {
      collect()
      share('a', 'x', count)
      return made
    })
    .toBeGreaterThan(1)
})
