'use client'

import { BookmarkPlus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'
import { paths } from '#lib/paths'
import type { ViewActions } from './view-actions.ts'
import { ViewDialog } from './view-dialog.tsx'

type SaveViewProps = {
  query: Record<string, string>
  mayShare: boolean
  actions: Pick<ViewActions, 'save'>
}

/** Keeps what is shown under a name. */
export function SaveView({ query, mayShare, actions }: SaveViewProps) {
  const router = useRouter()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        <BookmarkPlus aria-hidden="true" />
        Save view
      </Button>
      {isOpen && (
        <ViewDialog
          title="Save view"
          description="The filters and the order that are shown, under a name of yours."
          initial={{ name: '', shared: false }}
          mayShare={mayShare}
          action={(typed) => actions.save({ ...typed, query })}
          onClose={() => setIsOpen(false)}
          onSaved={(typed, value) => {
            toast({ title: `${typed.name} is saved` })
            router.replace(paths.staffKeys({ ...query, view: value?.id }), { scroll: false })
          }}
        />
      )}
    </>
  )
}
