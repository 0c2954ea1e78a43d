'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Review } from '#components/allowlists/change-review'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import type { ActionResult } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { useHydrated } from '#components/form/hydrated'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { Section } from '#components/ui/card'
import { RadioCards } from '#components/ui/radio-cards'
import { toast } from '#components/ui/toast'
import type { ChangePreview } from '#lib/allowlists/preview'
import type { CeilingMode } from '#lib/lists/views'
import { ceilingModeWords, keysWords } from '#lib/lists/words'

export type CeilingModeFormProps = {
  ceiling: { version: number; mode: CeilingMode; keyCount: number; isEmpty: boolean }
  action: (input: {
    version: number
    mode: CeilingMode
    confirmed?: string
  }) => Promise<GuardedResult<{ version: number }>>
  /** What applying it so would do; it changes nothing. */
  preview: (input: { mode: CeilingMode }) => Promise<ActionResult<ChangePreview>>
}

const modes = ['off', 'report', 'enforce'] as const satisfies readonly CeilingMode[]

type Standing = { version: number; mode: CeilingMode }
type Question = { mode: CeilingMode; preview: ChangePreview | null }

/** How the ceiling is applied: its own act, which says whom it would concern and asks before it is done. */
export function CeilingModeForm({ ceiling, action, preview }: CeilingModeFormProps) {
  const router = useRouter()
  const hydrated = useHydrated()
  // What was saved here counts until the page is read anew, which is a moment later.
  const [saved, setSaved] = useState<Standing | null>(null)
  const standing: Standing = saved !== null && saved.version > ceiling.version ? saved : ceiling
  const [choice, setChoice] = useState<CeilingMode | null>(null)
  const chosen = choice ?? standing.mode
  const [question, setQuestion] = useState<Question | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const { guard, dialog } = useLockoutGuard()

  const ask = async () => {
    setProblem(null)
    if (chosen === 'enforce' && ceiling.isEmpty) {
      return setProblem('Give the ceiling an address first: an empty one would refuse every call of every key.')
    }
    setPending(true)
    const answer = await attempt(preview, { mode: chosen })
    setPending(false)
    setQuestion({ mode: chosen, preview: answer.ok ? answer.value : null })
  }
  const apply = async ({ mode }: Question) => {
    setPending(true)
    setQuestion(null)
    const result = await guard((confirmed) => attempt(action, { version: standing.version, mode, confirmed }))
    setPending(false)
    if (result === null) return
    if (!result.ok) return setProblem(result.message)
    setSaved({ version: result.value.version, mode })
    setChoice(null)
    toast({ title: `The ceiling is ${appliedWords[mode]}`, description: 'The next request obeys it.' })
    router.refresh()
  }

  return (
    <Section
      title="How it is applied"
      description={`It concerns ${keysWords(ceiling.keyCount)}, also those that are open to any address.`}
    >
      <div className="flex flex-col gap-4">
        <FormProblem message={problem} />
        <RadioCards
          legend="The ceiling"
          name="ceilingMode"
          options={modes.map((value) => ({
            value,
            label: ceilingModeWords[value].word,
            description: ceilingModeWords[value].meaning,
          }))}
          value={chosen}
          onChange={setChoice}
        />
        <div className="flex justify-end">
          <Button variant="primary" disabled={!hydrated || chosen === standing.mode} pending={pending} onClick={ask}>
            Change
          </Button>
        </div>
      </div>
      <AlertDialog
        open={question !== null}
        onOpenChange={(open) => (open ? undefined : setQuestion(null))}
        title={question === null ? '' : questionWords[question.mode].title}
        description={question === null ? '' : questionWords[question.mode].description}
        size="medium"
        footer={
          <>
            <Button onClick={() => setQuestion(null)}>Go back</Button>
            <Button variant="primary" onClick={() => question && apply(question)}>
              {question === null ? '' : questionWords[question.mode].go}
            </Button>
          </>
        }
      >
        {question?.preview && <Review preview={question.preview} />}
      </AlertDialog>
      {dialog}
    </Section>
  )
}

const questionWords = {
  off: {
    title: 'Switch the ceiling off?',
    description: 'Keys are limited by their own lists only; its addresses are kept.',
    go: 'Switch off',
  },
  report: {
    title: 'Only report what is outside the ceiling?',
    description: 'No call is refused by the ceiling. What is outside is noted on the page of its key.',
    go: 'Only report',
  },
  enforce: {
    title: 'Enforce the ceiling?',
    description: 'From the next request on, calls from outside are refused for every key of the workspace.',
    go: 'Enforce',
  },
} satisfies Record<CeilingMode, { title: string; description: string; go: string }>

const appliedWords = {
  off: 'off',
  report: 'only reporting',
  enforce: 'enforced',
} satisfies Record<CeilingMode, string>
