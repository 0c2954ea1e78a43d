// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { formatCountdown, useCountdown } from './use-countdown.tsx'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('a countdown', () => {
  it('is over at its end and not a moment before, whatever the browser takes the time to be', () => {
    vi.setSystemTime('2001-01-01T00:00:00Z')
    const now = new Date('2026-11-27T12:00:00.000Z')
    const end = new Date('2026-11-27T12:00:02.500Z')
    const { result } = renderHook(() => useCountdown(end, now))
    expect(result.current).toBe(2500)
    act(() => vi.advanceTimersByTime(2000))
    expect(result.current).toBe(500)
    act(() => vi.advanceTimersByTime(499))
    expect(result.current).toBeGreaterThan(0)
    act(() => vi.advanceTimersByTime(1))
    expect(result.current).toBe(0)
  })

  it.each([
    [3_600_000, '60:00'],
    [724_000, '12:04'],
    [59_001, '1:00'],
    [1, '0:01'],
    [0, '0:00'],
  ])('%d ms read %s', (left, text) => {
    expect(formatCountdown(left)).toBe(text)
  })
})
