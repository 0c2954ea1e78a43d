import { startTransition, useEffect, useMemo, useState } from 'react'
import type { RestingEntries } from '#lib/allowlists/entry-standing'
import { type ListReading, READ_AT_ONCE_LENGTH, readAtOnce, readInSteps } from './list-reading.ts'

/** A long list is read when the keys rest this long. */
const PAUSE_MS = 120
/** Time for one burst of reading; a key pressed meanwhile waits no longer than this. */
const BURST_MS = 8

/**
 * The reading of the text. A short text is read at once; a long one in bursts between key presses, so for a moment the
 * answer may be about an earlier text (compare `reading.text`), or null when nothing was read yet.
 */
export function useParsedList(text: string, context: ReadingContext): ListReading | null {
  const { serverSeesPublicCallers, resting } = context
  const short = text.length <= READ_AT_ONCE_LENGTH
  const atOnce = useMemo(
    () => (short ? readAtOnce({ text, serverSeesPublicCallers, resting }) : null),
    [short, text, serverSeesPublicCallers, resting],
  )
  const inBursts = useReadingInBursts(short ? null : text, context)
  return atOnce ?? inBursts
}

/** `resting`: entries that the list names and that admit nobody; the same object as long as they are the same. */
type ReadingContext = { serverSeesPublicCallers: boolean; resting: RestingEntries }

function useReadingInBursts(text: string | null, context: ReadingContext): ListReading | null {
  const { serverSeesPublicCallers, resting } = context
  const [reading, setReading] = useState<ListReading | null>(null)
  useEffect(() => {
    if (text === null) {
      setReading(null)
      return
    }
    const steps = readInSteps({ text, serverSeesPublicCallers, resting })
    let timer = setTimeout(burst, PAUSE_MS)
    function burst() {
      const until = performance.now() + BURST_MS
      let step = steps.next()
      while (!step.done && performance.now() < until) step = steps.next()
      const { done, value } = step
      if (!done) timer = setTimeout(burst)
      else startTransition(() => setReading(value))
    }
    return () => clearTimeout(timer)
  }, [text, serverSeesPublicCallers, resting])
  return reading
}
