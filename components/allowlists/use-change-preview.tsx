import { useEffect, useRef, useState } from 'react'
import type { ActionResult } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import type { ChangePreview } from '#lib/allowlists/preview'

/** Asked for when the keys rest this long. */
const PAUSE_MS = 500

/** `reading`: the list has changed since, and the answer is on its way. `none`: nothing to say, or the list cannot be read. */
export type PreviewState =
  | { kind: 'none' }
  | { kind: 'reading'; last: ChangePreview | null }
  | { kind: 'ready'; preview: ChangePreview }

/** What saving a text would do, asked of the server while it is written. Null: nothing was changed yet. */
export function useChangePreview(
  text: string | null,
  ask: (text: string) => Promise<ActionResult<ChangePreview>>,
): PreviewState {
  const [state, setState] = useState<PreviewState>({ kind: 'none' })
  const latest = useRef(ask)
  latest.current = ask
  useEffect(() => {
    if (text === null) return setState({ kind: 'none' })
    let isOver = false
    setState((now) => ({ kind: 'reading', last: previewOf(now) }))
    const timer = setTimeout(async () => {
      const answer = await attempt(latest.current, text)
      if (isOver) return
      setState(answer.ok ? { kind: 'ready', preview: answer.value } : { kind: 'none' })
    }, PAUSE_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [text])
  return state
}

function previewOf(state: PreviewState): ChangePreview | null {
  if (state.kind === 'ready') return state.preview
  return state.kind === 'reading' ? state.last : null
}
