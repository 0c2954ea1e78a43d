'use client'

import { Upload as UploadIcon } from 'lucide-react'
import { type ChangeEvent, useId, useRef, useState } from 'react'
import { Button } from '#components/ui/button'
import { FieldError } from '#components/ui/field'
import { announce } from '#components/ui/live-region'
import { readUpload, type Upload } from './read-upload.ts'

export type FileButtonProps = {
  label: string
  /** File name endings, as `accept` of an input has them. */
  accept: string
  maxBytes: number
  onUpload: (upload: Upload) => void
}

/** Chooses a file and reads it. What is wrong with the file stands below the button. */
export function FileButton({ label, accept, maxBytes, onUpload }: FileButtonProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)

  const read = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const file = currentTarget.files?.[0]
    // The same file chosen again, once it was mended, is a change too.
    currentTarget.value = ''
    if (file === undefined) return
    setPending(true)
    const result = await readUpload(file, maxBytes)
    setPending(false)
    setProblem(result.ok ? null : result.message)
    if (result.ok) onUpload(result.upload)
    else announce(result.message)
  }

  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        onChange={read}
        tabIndex={-1}
        className="spoken"
        aria-hidden="true"
      />
      <Button
        onClick={() => input.current?.click()}
        pending={pending}
        aria-describedby={problem === null ? undefined : id}
        className="self-start"
      >
        <UploadIcon aria-hidden="true" />
        {label}
      </Button>
      {problem !== null && <FieldError id={id}>{problem}</FieldError>}
    </div>
  )
}
