import { startTransition, useEffect, useMemo, useState } from 'react'
import { type ListReading, READ_AT_ONCE_LENGTH, readAtOnce, readInSteps } from './list-reading.ts'

/** A long list is read when the keys rest this long. */
const PAUSE_MS = 120
/** Time for one burst of reading; a key pressed meanwhile waits no longer than this. */
const BURST_MS = 8

/**
 * The reading of the text. A short text is read at once; a long one in bursts between key presses, so for a moment the
 * answer may be about an earlier text (compare `reading.text`), or null when nothing was read yet.
 */
export function useParsedList(text: string, serverSeesPublicCallers: boolean): ListReading | null {
  const short = text.length <= READ_AT_ONCE_LENGTH
  const atOnce = useMemo(
    () => (short ? readAtOnce({ text, serverSeesPublicCallers }) : null),
    [short, text, serverSeesPublicCallers],
  )
  const inBursts = useReadingInBursts(short ? null : text, serverSeesPublicCallers)
  return atOnce ?? inBursts
}

function useReadingInBursts(text: string | null, serverSeesPublicCallers: boolean): ListReading | null {
  const [reading, setReading] = useState<ListReading | null>(null)
  useEffect(() => {
    if (text === null) {
      setReading(null)
      return
    }
    const steps = readInSteps({ text, serverSeesPublicCallers })
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
  }, [text, serverSeesPublicCallers])
  return reading
}
