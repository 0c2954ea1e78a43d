'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { announce } from '#components/ui/live-region'
import type { ExportFormat } from '#lib/exports/kinds'
import { rowsText } from '#lib/exports/words'
import { Download, type Progress } from './download.ts'
import { openSink, type Sink } from './sink.ts'

export type ExportState =
  | { phase: 'idle' }
  | { phase: 'running' | 'broken' | 'complete'; progress: Progress; rowsPerSecond: number }
  | { phase: 'refused'; message: string }

export type Asked = { url: string; format: ExportFormat; fileName: string; type: string }

type Running = { download: Download; sink: Sink; abort: AbortController; beganAt: number }

const NOTHING: Progress = { rows: 0, bytes: 0, total: null, isExact: false }
const BETWEEN_LOOKS_MS = 200

/** One export at a time: begun, followed, cancelled, gone on with. */
export function useExport() {
  const [state, setState] = useState<ExportState>({ phase: 'idle' })
  const running = useRef<Running | null>(null)
  const latest = useRef<Progress>(NOTHING)
  useWarnBeforeLeaving(state.phase === 'running' || state.phase === 'broken')

  const take = useCallback(async (own: Running) => {
    const rate = () => latest.current.rows / Math.max(0.5, (performance.now() - own.beganAt) / 1000)
    const show = (phase: 'running' | 'broken' | 'complete') =>
      setState({ phase, progress: latest.current, rowsPerSecond: rate() })
    show('running')
    const looks = setInterval(() => show('running'), BETWEEN_LOOKS_MS)
    try {
      const taken = await own.download.take()
      if (taken.outcome === 'refused') {
        await own.sink.discard()
        return setState({ phase: 'refused', message: taken.message })
      }
      if (taken.outcome === 'complete') await own.sink.finish()
      clearInterval(looks)
      show(taken.outcome)
      announce(taken.outcome === 'complete' ? `Exported ${rowsText(latest.current.rows)}.` : 'The export broke off.')
    } catch {
      await own.sink.discard().catch(() => undefined)
      setState(own.abort.signal.aborted ? { phase: 'idle' } : { phase: 'refused', message: UNWRITABLE })
    } finally {
      clearInterval(looks)
    }
  }, [])

  const start = useCallback(
    async ({ url, format, fileName, type }: Asked) => {
      const sink = await openSink(fileName, type)
      if (sink === null) return
      latest.current = NOTHING
      const abort = new AbortController()
      const onProgress = (progress: Progress) => {
        latest.current = progress
      }
      const download = new Download({ url, format, sink, signal: abort.signal, onProgress })
      running.current = { download, sink, abort, beganAt: performance.now() }
      await take(running.current)
    },
    [take],
  )

  const cancel = useCallback(() => {
    running.current?.abort.abort()
    // What broke off waits for nobody: there is nothing that the abort would end.
    void running.current?.sink.discard().catch(() => undefined)
    setState({ phase: 'idle' })
    announce('The export is cancelled.')
  }, [])

  const goOn = useCallback(async () => {
    if (running.current !== null) await take(running.current)
  }, [take])

  return { state, start, cancel, goOn }
}

const UNWRITABLE = 'The file cannot be written. Look whether there is room for it, and begin again.'

function useWarnBeforeLeaving(active: boolean): void {
  useEffect(() => {
    if (!active) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [active])
}
