'use client'

import { useState } from 'react'
import { FormProblem } from '#components/form/form'
import { useHydrated } from '#components/form/hydrated'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { RadioCards } from '#components/ui/radio-cards'
import { entriesToSave, isTooLong, sizeAfter } from '#lib/allowlists/bulk-plan'
import type { BulkMode, BulkPreview } from '#lib/allowlists/bulk-preview'
import { bulkFormatOf } from '#lib/allowlists/bulk-read'
import { BulkChoices, type Choices } from './bulk-choices.tsx'
import { BulkOutcomeView } from './bulk-outcome.tsx'
import { BulkTextField, type FormatChoice } from './bulk-text-field.tsx'
import type { ImportActions, ImportTarget } from './import-target.ts'
import { importWords } from './import-words.ts'
import { useBulkPreview } from './use-bulk-preview.ts'
import { useImport } from './use-import.tsx'
import { entriesChange } from './wire-change.ts'

export type BulkFormProps = {
  target: ImportTarget
  actions: ImportActions
  /** The text is a file of published ranges, which belongs on the other panel. */
  onRanges: () => void
}

const modes = [
  { value: 'add', label: 'Add to the list', description: 'What is in the list already stays as it is.' },
  { value: 'replace', label: 'Replace the list', description: 'The lines are the whole list afterwards.' },
] as const satisfies readonly { value: BulkMode; label: string; description: string }[]

/** Text that is pasted or comes from a file, judged line by line, and then saved. */
export function BulkForm({ target, actions, onRanges }: BulkFormProps) {
  const hydrated = useHydrated()
  const [text, setText] = useState('')
  const [fileName, setFileName] = useState<string | null>(null)
  const [chosen, setFormat] = useState<FormatChoice>('auto')
  const [mode, setMode] = useState<BulkMode>('add')
  const [choices, setChoices] = useState<Choices>({
    leaveOut: false,
    withCovered: null,
    enforce: target.isOpen && target.entries.length === 0,
  })
  const format = chosen === 'auto' ? bulkFormatOf(text, fileName) : chosen
  const { outcome, isFresh } = useBulkPreview({ text, format, mode, present: target.entries, now: target.now })
  const { begin, pending, problem, dialogs } = useImport(target, actions)

  const preview = outcome?.kind === 'preview' ? outcome.preview : null
  const plan = preview && planOf(preview, { target, mode, choices })
  const ready = plan !== null && plan.obstacle === null && isFresh
  const send = () => {
    if (ready) void begin({ change: entriesChange(plan.entries, mode), enforce: target.isOpen && choices.enforce })
  }

  return (
    <Card>
      <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
        <FormProblem message={problem} />
        <BulkTextField
          text={text}
          fileName={fileName}
          format={chosen}
          detected={format}
          onText={setText}
          onFormat={setFormat}
          onUpload={(upload) => {
            setText(upload.text)
            setFileName(upload.name)
          }}
        />
        <RadioCards legend="What happens with the list" name="mode" options={modes} value={mode} onChange={setMode} />
        <BulkOutcomeView
          outcome={outcome}
          isReading={!isFresh && text !== ''}
          mode={mode}
          now={target.now}
          text={format === 'text' ? text : null}
          onText={setText}
          onRanges={onRanges}
        />
        {preview !== null && (
          <BulkChoices preview={preview} mode={mode} isOpen={target.isOpen} choices={choices} onChange={setChoices} />
        )}
      </div>
      <CardFooter className="justify-end">
        <p role="status" className="mr-auto min-w-0 text-muted">
          {plan?.obstacle}
        </p>
        <ButtonLink href={target.href}>Cancel</ButtonLink>
        <Button
          variant="primary"
          onClick={send}
          pending={pending}
          disabled={!hydrated || !ready}
          className={hydrated ? undefined : 'disabled:opacity-100'}
        >
          {importWords(plan?.counts ?? null, mode)}
        </Button>
      </CardFooter>
      {dialogs}
    </Card>
  )
}

type PlanInput = { target: ImportTarget; mode: BulkMode; choices: Choices }

/** What a press would save; `obstacle` says why it cannot be pressed yet. */
function planOf(preview: BulkPreview, { target, mode, choices }: PlanInput) {
  const withCovered = choices.withCovered ?? mode === 'replace'
  const entries = entriesToSave(preview, { mode, withCovered })
  const size = sizeAfter(entries, target.entries, mode)
  const removed = mode === 'replace' ? preview.unnamed.length : 0
  const counts = { entries: entries.length, removed }
  return {
    entries,
    counts,
    obstacle: obstacleOf(preview, { leaveOut: choices.leaveOut, entries: entries.length, size }),
  }
}

type Standing = { leaveOut: boolean; entries: number; size: number }

function obstacleOf({ counts, isCut }: BulkPreview, { leaveOut, entries, size }: Standing): string | null {
  const refused = counts.refused.toLocaleString('en-US')
  if (isCut) return 'The text is longer than a list can be. Import it in parts, or take lines out.'
  if (counts.refused > 0 && !leaveOut) {
    return counts.refused === 1
      ? 'One line is refused. Mend it, or leave it out.'
      : `${refused} lines are refused. Mend them, or leave them out.`
  }
  if (entries === 0) return 'There is nothing new to import.'
  return isTooLong(size)
    ? `The list would have ${size.toLocaleString('en-US')} entries, and it holds at most 10,000.`
    : null
}
