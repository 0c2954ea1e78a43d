'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { ActionResult } from '#components/form/action'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { AlertDialog } from '#components/ui/alert-dialog'
import { Button } from '#components/ui/button'
import { toast } from '#components/ui/toast'
import type { Risk } from '#lib/allowlists/lockout'
import type { RestorePreview } from '#lib/allowlists/restore-preview'
import type { RestoreScope } from '#lib/allowlists/restore-scope'
import { LockoutDialog } from '../lockout-dialog.tsx'
import { type GuardedResult, isLockoutRisk } from '../use-lockout-guard.tsx'
import { RestoreReview } from './restore-review.tsx'
import type { RestoreVersionProps } from './restore-version.tsx'

export type RestoreDialogProps = RestoreVersionProps & { onClose: () => void }

type Looked = { scope: RestoreScope; looks: number; result: ActionResult<RestorePreview> }

/** Shows what restoring would change and whom it concerns, then does it. Who would be locked out is asked about by name. */
export function RestoreDialog({ subject, number, actions, onClose }: RestoreDialogProps) {
  const router = useRouter()
  const [scope, setScope] = useState<RestoreScope>('list')
  const [looked, setLooked] = useState<Looked | null>(null)
  /** How often it was looked at: again after somebody else has changed the list. */
  const [looks, setLooks] = useState(1)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [asking, setAsking] = useState<{ risk: Risk; confirmed: string } | null>(null)
  const { id } = subject

  useEffect(() => {
    let isCurrent = true
    void attempt(actions.preview, { id, number, scope }).then((result) => {
      if (isCurrent) setLooked({ scope, looks, result })
    })
    return () => {
      isCurrent = false
    }
  }, [actions, id, number, scope, looks])

  const result = looked?.result ?? null
  const preview = result?.ok ? result.value : null
  const isReading = looked?.scope !== scope || looked.looks !== looks

  const send = async (confirmed: string) => {
    if (preview === null || isReading) return
    setProblem(null)
    setPending(true)
    const answer: GuardedResult<{ changed: boolean }> = await attempt(actions.restore, {
      ...{ id, number, scope, confirmed },
      version: preview.version,
    })
    setPending(false)
    if (answer.ok) {
      onClose()
      toast({ title: answer.value.changed ? `Version ${number} is restored` : `Version ${number} stood already` })
      return router.refresh()
    }
    if (isLockoutRisk(answer)) return setAsking({ risk: answer.risk, confirmed })
    setAsking(null)
    setProblem(answer.message)
    if (answer.error === 'conflict') setLooks((count) => count + 1)
  }

  const nothing = preview !== null && !isReading && preview.diff.isSame
  return (
    <>
      <AlertDialog
        open={asking === null}
        onOpenChange={(open) => (open || pending ? undefined : onClose())}
        title={`Restore version ${number} of ${subject.name}?`}
        description="It becomes a new version, and rules the next call. Nothing of the history is lost."
        size="medium"
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              onClick={() => void send('')}
              pending={pending}
              disabled={preview === null || isReading || nothing}
            >
              Restore
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4" aria-busy={isReading}>
          <FormProblem message={problem ?? (result?.ok === false ? result.message : null)} />
          {preview === null && result === null && <p className="text-muted">Comparing it with what stands now…</p>}
          {preview && (
            <RestoreReview
              preview={preview}
              modeWords={subject.modeWords}
              scope={scope}
              onScope={setScope}
              isReading={isReading}
            />
          )}
        </div>
      </AlertDialog>
      <LockoutDialog
        risk={asking?.risk ?? null}
        pending={pending}
        onConfirm={(confirmed) => void send([asking?.confirmed, confirmed].filter(Boolean).join('\n'))}
        onCancel={() => setAsking(null)}
      />
    </>
  )
}
