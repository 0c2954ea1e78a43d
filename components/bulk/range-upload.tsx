'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { announce } from '#components/ui/live-region'
import { MAX_RANGE_FILE_LENGTH, type RangeFile } from '#lib/ranges/range-file'
import { type ReadRangeFile, readAsCloudflare, readRangeFile } from '#lib/ranges/read-range-file'
import { FileButton } from './file-button.tsx'
import type { Upload } from './read-upload.ts'

export type RangeUploadProps = { onFile: (file: RangeFile, name: string) => void; label: string }

type Refused = { upload: Upload; result: Extract<ReadRangeFile, { ok: false }> }

/** Takes a file of published ranges, or says why it is none. */
export function RangeUpload({ onFile, label }: RangeUploadProps) {
  const [refused, setRefused] = useState<Refused | null>(null)
  const take = (upload: Upload, result: ReadRangeFile) => {
    if (result.ok) {
      setRefused(null)
      onFile(result.file, upload.name)
      announce(`${upload.name} is read.`)
    } else {
      setRefused({ upload, result })
    }
  }
  return (
    <div className="flex flex-col gap-4">
      <FileButton
        label={label}
        accept=".json,.txt,application/json,text/plain"
        maxBytes={MAX_RANGE_FILE_LENGTH}
        onUpload={(upload) => take(upload, readRangeFile(upload.text, upload.name))}
      />
      {refused !== null && (
        <Callout
          tone={refused.result.reason === 'plain_list' ? 'info' : 'danger'}
          role="alert"
          title={refused.upload.name}
          actions={
            refused.result.reason === 'plain_list' && (
              <Button onClick={() => take(refused.upload, readAsCloudflare(refused.upload.text))}>
                It is Cloudflare’s
              </Button>
            )
          }
        >
          {refused.result.message}
        </Callout>
      )}
    </div>
  )
}
