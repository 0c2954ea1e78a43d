'use client'

import { Download } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { CardFooter } from '#components/ui/card'
import { RadioChips } from '#components/ui/radio-chips'
import { type ExportFormat, type ExportKind, exportFormats, exportTypes } from '#lib/exports/kinds'
import { paths, withQuery } from '#lib/paths'
import { ExportProgress } from './export-progress.tsx'
import { useExport } from './use-export.ts'

export type ExportFormProps = { kind: ExportKind; filter: Readonly<Record<string, string>> }

const formats = exportFormats.map((value) => ({ value, label: exportTypes[value].label }))

/** Takes the export into a file while it shows how far it is. Without scripts it is a plain form that downloads. */
export function ExportForm({ kind, filter }: ExportFormProps) {
  const [format, setFormat] = useState<ExportFormat>('csv')
  const { state, start, cancel, goOn } = useExport()
  const isBusy = state.phase === 'running' || state.phase === 'broken'
  const path = paths.staffExport(kind)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    const { type, extension } = exportTypes[format]
    const fileName = `gatelist-${kind}-${new Date().toISOString().slice(0, 10)}.${extension}`
    void start({ url: withQuery(path, { ...filter, format }), format, fileName, type })
  }

  return (
    <form method="get" action={path} onSubmit={submit} aria-label={`Export ${kind}`}>
      {Object.entries(filter).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="flex flex-col gap-5 px-5 pb-5 sm:px-6 sm:pb-6">
        <RadioChips
          legend="Format"
          name="format"
          options={formats}
          value={format}
          onChange={setFormat}
          hint={hints[format]}
        />
        {state.phase === 'refused' && (
          <Callout tone="danger" role="alert" title="Nothing was exported">
            {state.message}
          </Callout>
        )}
        {'progress' in state && <ExportProgress state={state} onCancel={cancel} onGoOn={goOn} />}
      </div>
      <CardFooter>
        <span>Every export is recorded in the audit trail.</span>
        <Button type="submit" variant="primary" pending={isBusy}>
          <Download aria-hidden="true" />
          Export {kind}
        </Button>
      </CardFooter>
    </form>
  )
}

const hints = {
  csv: 'For spreadsheets. What a spreadsheet would compute has an apostrophe before it.',
  ndjson: 'For programs: one JSON object a line.',
} satisfies Record<ExportFormat, string>
