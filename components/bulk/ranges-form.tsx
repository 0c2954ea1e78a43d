'use client'

import { useMemo, useState } from 'react'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import type { RangeFile } from '#lib/ranges/range-file'
import type { RangeChoice } from '#lib/ranges/selection'
import type { ImportActions, ImportTarget } from './import-target.ts'
import { KnownSources } from './known-sources.tsx'
import { RangeSelection } from './range-selection.tsx'
import { RangeSources } from './range-sources.tsx'
import { RangeUpload } from './range-upload.tsx'
import { firstChoice, sourcesOf } from './sources-of.ts'

export type RangesFormProps = { target: ImportTarget; actions: ImportActions }

/** The ranges that a cloud publishes: chosen from its file by service and region, and brought up to date by a later one. */
export function RangesForm({ target, actions }: RangesFormProps) {
  const [file, setFile] = useState<{ file: RangeFile; name: string } | null>(null)
  const [choice, setChoice] = useState<RangeChoice | null>(null)
  const sources = useMemo(() => sourcesOf(target.entries), [target.entries])
  const take = (read: RangeFile, name: string) => {
    // A choice that is in the list already is most likely to be brought up to date.
    setChoice(firstChoice(read, sources))
    setFile({ file: read, name })
  }
  return (
    <Card>
      <div className="flex flex-col gap-6 px-5 py-5 sm:px-6 sm:py-6">
        <p className="max-w-3xl text-muted">
          Cloud providers publish from which addresses their services call. Choose some of them here, and they become
          entries of the list. When the provider publishes a new file, import it with the same choice: what is gone from
          it is removed, what is new is added, and everything else in the list stays as it is.
        </p>
        <RangeSources open={file === null} />
        <RangeUpload onFile={take} label={file === null ? 'Upload a file of ranges' : 'Upload another file'} />
        {sources.length > 0 && <KnownSources sources={sources} file={file?.file ?? null} onChoose={setChoice} />}
      </div>
      {file === null ? (
        <CardFooter className="justify-end">
          <ButtonLink href={target.href}>Cancel</ButtonLink>
        </CardFooter>
      ) : (
        <RangeSelection
          key={file.name}
          {...{ target, actions, file: file.file, fileName: file.name, choice, onChoice: setChoice }}
        />
      )}
    </Card>
  )
}
