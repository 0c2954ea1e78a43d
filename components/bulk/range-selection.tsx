'use client'

import { useMemo, useState } from 'react'
import { FormProblem } from '#components/form/form'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { CardFooter } from '#components/ui/card'
import { isTooLong } from '#lib/allowlists/bulk-plan'
import type { PresentEntry } from '#lib/allowlists/bulk-preview'
import type { RangeFile } from '#lib/ranges/range-file'
import { type SourceChange, sourceChange } from '#lib/ranges/replace-source'
import { facetsOf, isTooMany, type RangeChoice, type SelectedRanges, selectRanges } from '#lib/ranges/selection'
import { EnforceChoice } from './bulk-choices.tsx'
import { FacetPicker } from './facet-picker.tsx'
import type { ImportActions, ImportTarget } from './import-target.ts'
import { RangeFileFacts } from './range-file-facts.tsx'
import { rangeWords, selectionWords } from './range-words.ts'
import { SourcePreview } from './source-preview.tsx'
import { UnreadableRanges } from './unreadable-ranges.tsx'
import { useImport } from './use-import.tsx'
import * as wire from './wire-change.ts'

export type RangeSelectionProps = {
  target: ImportTarget
  actions: ImportActions
  file: RangeFile
  fileName: string
  /** Null: nothing was chosen yet. */
  choice: RangeChoice | null
  onChoice: (choice: RangeChoice) => void
}

const ALL: RangeChoice = { services: null, regions: null }

/** What of a file is wanted, what that does to the list, and the press that does it. */
export function RangeSelection({ target, actions, file, fileName, choice, onChoice }: RangeSelectionProps) {
  const [leaveOut, setLeaveOut] = useState(false)
  const [enforce, setEnforce] = useState(target.isOpen && target.entries.length === 0)
  const { begin, pending, problem, dialogs } = useImport(target, actions)
  const wanted = choice ?? ALL
  const facets = useMemo(() => facetsOf(file, wanted), [file, wanted])
  const selected = useMemo(() => selectRanges(file, wanted), [file, wanted])
  const change = useMemo(() => sourceChange(target.entries, selected), [target.entries, selected])
  const size = target.entries.length + change.added.length - change.removed.length
  const obstacle = obstacleOf(file, { choice, leaveOut, selected, change, size })
  const send = () => void begin({ change: wire.sourceChange(selected), enforce: target.isOpen && enforce })

  return (
    <>
      <div className="flex flex-col gap-6 border-line border-t px-5 py-5 sm:px-6 sm:py-6">
        <FormProblem message={problem} />
        <RangeFileFacts file={file} name={fileName} />
        <UnreadableRanges unreadable={file.unreadable} leaveOut={leaveOut} onLeaveOut={setLeaveOut} />
        <div className="grid gap-5 md:grid-cols-2">
          <FacetPicker
            legend="Services"
            facets={facets.services}
            chosen={wanted.services}
            isMade={choice !== null}
            onChange={(services) => onChoice({ ...wanted, services })}
          />
          {facets.regions.length > 0 && (
            <FacetPicker
              legend="Regions"
              facets={facets.regions}
              chosen={wanted.regions}
              isMade={choice !== null}
              onChange={(regions) => onChoice({ ...wanted, regions })}
            />
          )}
        </div>
        {choice !== null && (
          <>
            <p className="figures">
              {selectionWords(selected)} They are kept under the source{' '}
              <code className="address wrap-anywhere">{selected.source}</code>, with the note “{selected.note}”.
            </p>
            <SourcePreview change={change} />
          </>
        )}
        {target.isOpen && <EnforceChoice enforce={enforce} onChange={setEnforce} />}
      </div>
      <CardFooter className="justify-end">
        <p role="status" className="mr-auto min-w-0 text-muted">
          {obstacle}
        </p>
        <ButtonLink href={target.href}>Cancel</ButtonLink>
        <Button variant="primary" onClick={send} pending={pending} disabled={obstacle !== null}>
          {choice === null ? 'Import ranges' : rangeWords(change)}
        </Button>
      </CardFooter>
      {dialogs}
    </>
  )
}

type Standing = {
  choice: RangeChoice | null
  leaveOut: boolean
  selected: SelectedRanges
  change: SourceChange<PresentEntry>
  size: number
}

/** Why the ranges cannot be imported yet. */
function obstacleOf({ unreadable }: RangeFile, { choice, leaveOut, selected, change, size }: Standing): string | null {
  if (choice === null) return 'Choose services or regions, or all of them.'
  if (unreadable.length > 0 && !leaveOut) return 'Some ranges cannot be read. Leave them out to go on.'
  if (isTooMany(selected)) return 'So many names cannot be kept together. Choose fewer, or all of them.'
  if (selected.networks.length === 0) return 'No range has all that is chosen.'
  if (isTooLong(size))
    return `The list would have ${size.toLocaleString('en-US')} entries, and it holds at most 10,000.`
  return change.added.length + change.removed.length === 0 ? 'The list has these ranges already.' : null
}
