'use client'

import { useRef, useState } from 'react'
import type { Action, ActionResult } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { useHydrated } from '#components/form/hydrated'
import { Button } from '#components/ui/button'
import { Section } from '#components/ui/card'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import type { CheckProgress, CheckWish } from '#lib/audit/check'
import { CheckOutcome } from './check-outcome.tsx'

export type CheckTrailProps = { action: Action<CheckWish, CheckProgress> }

/** Runs a check piece by piece, so that a long trail shows how far it is and can be stopped. */
export function CheckTrail({ action }: CheckTrailProps) {
  const [head, setHead] = useState('')
  const [running, setRunning] = useState(false)
  const [progress, setProgress] = useState<CheckProgress | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const isStopped = useRef(false)
  const hydrated = useHydrated()

  const run = async () => {
    isStopped.current = false
    setRunning(true)
    setProblem(null)
    setProgress(null)
    let state: string | null = null
    do {
      const answer: ActionResult<CheckProgress> = await attempt(action, {
        state,
        head: head.trim() === '' ? null : head.trim(),
      })
      if (!answer.ok) {
        setProblem(answer.message)
        break
      }
      setProgress(answer.value)
      state = answer.value.state
    } while (state !== null && !isStopped.current)
    setRunning(false)
  }

  return (
    <Section title="Check now" description="A million events take about a minute.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void run()
        }}
      >
        <Field
          label="Head to compare with"
          optional
          error={problem}
          hint="Position and hash as you noted them before. The check then also finds an end that was cut off or made anew together with its checkpoints."
        >
          <Input
            value={head}
            onChange={(event) => setHead(event.target.value)}
            placeholder="12345:9f2c…"
            className="font-mono"
            maxLength={100}
            autoComplete="off"
            spellCheck={false}
            disabled={running}
          />
        </Field>
        <div className="flex gap-2">
          <Button type="submit" variant="primary" pending={running} disabled={!hydrated}>
            Check the trail
          </Button>
          {running && (
            <Button
              onClick={() => {
                isStopped.current = true
              }}
            >
              Stop
            </Button>
          )}
        </div>
        <CheckOutcome progress={progress} running={running} />
      </form>
    </Section>
  )
}
