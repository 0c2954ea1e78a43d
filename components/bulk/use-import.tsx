'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import type { ActionResult } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { announce } from '#components/ui/live-region'
import { toast } from '#components/ui/toast'
import type { Imported } from '#lib/allowlists/import-list'
import type { ChangePreview } from '#lib/allowlists/preview'
import type { ImportActions, ImportChange, ImportTarget } from './import-target.ts'
import { importedWords } from './imported-words.ts'
import { ReviewDialog } from './review-dialog.tsx'
import { isTooLarge } from './wire-change.ts'

const TOO_LARGE = 'These entries have more text in their notes than one import can carry. Import them in two parts.'

type Asked = { input: ImportChange; preview: ChangePreview }

/**
 * From the press on "Import" to the saved list: what it would come to is shown, then who calls now is asked about, then it is
 * saved. Whatever goes wrong, what was typed or chosen stays. `dialogs` must be placed on the page, once.
 */
export function useImport(
  target: ImportTarget,
  { review, save }: ImportActions,
): { begin: (input: ImportChange) => Promise<void>; pending: boolean; problem: string | null; dialogs: ReactNode } {
  const router = useRouter()
  const { guard, dialog } = useLockoutGuard()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { id, version, name, href } = target

  const tell = (message: string) => {
    setProblem(message)
    announce(message)
  }
  const begin = async (input: ImportChange) => {
    setProblem(null)
    if (isTooLarge(input.change)) return tell(TOO_LARGE)
    setPending(true)
    const result = await attempt(review, { ...input, id })
    setPending(false)
    if (result.ok) setAsked({ input, preview: result.value })
    else tell(result.message)
  }
  const finish = (result: ActionResult<Imported> | null) => {
    setPending(false)
    // Null: the person went back from the question about who calls now.
    if (result === null) return
    setAsked(null)
    if (!result.ok) {
      tell(result.message)
      // The list is not what the preview was made from: read it again, and the preview follows.
      if (result.error === 'conflict') router.refresh()
      return
    }
    toast({ title: `${name}: ${importedWords(result.value)}`, description: 'The next request obeys it.' })
    router.push(href)
    router.refresh()
  }
  const confirm = async ({ input }: Asked) => {
    setPending(true)
    finish(await guard((confirmed) => attempt(save, { ...input, id, version, confirmed })))
  }

  const dialogs = (
    <>
      <ReviewDialog
        preview={asked?.preview ?? null}
        isOpen={target.isOpen}
        pending={pending}
        onCancel={() => setAsked(null)}
        onConfirm={() => asked && confirm(asked)}
      />
      {dialog}
    </>
  )
  return { begin, pending: pending && asked === null, problem, dialogs }
}
