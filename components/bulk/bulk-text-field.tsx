'use client'

import { Field } from '#components/ui/field'
import { Select } from '#components/ui/select'
import { Textarea } from '#components/ui/textarea'
import { type BulkFormat, MAX_BULK_LENGTH } from '#lib/allowlists/bulk-read'
import { FileButton } from './file-button.tsx'
import type { Upload } from './read-upload.ts'

export type FormatChoice = 'auto' | BulkFormat

const formatNames = { text: 'text', csv: 'CSV', json: 'JSON' } as const satisfies Record<BulkFormat, string>

export type BulkTextFieldProps = {
  text: string
  /** Of the file that the text came from. */
  fileName: string | null
  format: FormatChoice
  detected: BulkFormat
  onText: (text: string) => void
  onFormat: (format: FormatChoice) => void
  onUpload: (upload: Upload) => void
}

/** The text to import: pasted, typed, or from a file, which is put in here to be mended. */
export function BulkTextField(props: BulkTextFieldProps) {
  const { text, fileName, format, detected, onText, onFormat, onUpload } = props
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Lines to import"
        hint="One address, network or range a line; what stands behind # becomes its note. A table or a JSON array will do as well. At most 10,000 lines."
      >
        <Textarea
          name="lines"
          value={text}
          rows={8}
          onChange={(event) => onText(event.target.value)}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          placeholder={'203.0.113.7 # Office\n198.51.100.0/24 # Data centre'}
          className="address field-sizing-fixed leading-6"
        />
      </Field>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <FileButton
          label="Upload a file"
          accept=".txt,.csv,.tsv,.json,text/plain,text/csv,application/json"
          maxBytes={MAX_BULK_LENGTH}
          onUpload={onUpload}
        />
        <Field label="Read as" className="w-44">
          <Select
            value={format}
            onChange={(event) => onFormat(choices.find(({ value }) => value === event.target.value)?.value ?? 'auto')}
            options={choices.map(({ value, label }) => ({
              value,
              label: value === 'auto' && text !== '' ? `${label}: ${formatNames[detected]}` : label,
            }))}
          />
        </Field>
        {fileName !== null && (
          <p className="min-w-0 wrap-anywhere pb-2 text-muted">
            From <span className="text-ink">{fileName}</span>. It was read here and has not been sent.
          </p>
        )}
      </div>
    </div>
  )
}

const choices = [
  { value: 'auto', label: 'Automatic' },
  { value: 'text', label: 'Text' },
  { value: 'csv', label: 'CSV' },
  { value: 'json', label: 'JSON' },
] as const satisfies readonly { value: FormatChoice; label: string }[]
