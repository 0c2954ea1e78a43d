import { ListPlus, Replace } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { keepDraft, type ListDraft } from '#components/allowed-ips/list-draft'
import { useHydrated } from '#components/form/hydrated'
import { Button } from '#components/ui/button'
import { CopyButton } from '#components/ui/copy-button'
import { Field } from '#components/ui/field'
import { Input } from '#components/ui/input'
import { toast } from '#components/ui/toast'
import { formatAllowlist } from '#lib/ip/allowlist'
import { MAX_NOTE_LENGTH, readNote } from '#lib/ip/allowlist-note'
import { paths } from '#lib/paths'
import { absoluteDate } from '#lib/time'
import type { SuggestedNetwork } from '#lib/traffic/suggest'

export type FillBarProps = {
  keyId: string
  networks: readonly SuggestedNetwork[]
  now: Date
  canEdit: boolean
  hasEntries: boolean
}

/** One press puts the suggestion into the key's field, where it is reviewed and saved. */
export function FillBar({ keyId, networks, now, canEdit, hasEntries }: FillBarProps) {
  const router = useRouter()
  const hydrated = useHydrated()
  const [note, setNote] = useState(() => `Seen calling, ${absoluteDate(now)}`)
  const read = readNote(note, 0)
  const text = formatAllowlist(networks.map(({ network }) => ({ network, note: read.ok ? read.note : null })))
  const isReady = hydrated && networks.length > 0 && read.ok

  const fill = (kind: ListDraft['kind']) => {
    if (keepDraft(keyId, { text, kind })) router.push(paths.editApiKey(keyId))
    else
      toast({
        title: 'This browser keeps nothing between pages',
        description: 'Copy the list instead.',
        tone: 'danger',
      })
  }

  return (
    <div className="flex w-full flex-wrap items-end justify-between gap-4">
      <Field
        label="Note for the entries"
        error={read.ok ? undefined : read.refused.problem.message}
        className="w-full sm:w-80"
      >
        <Input
          value={note}
          onChange={(event) => setNote(event.target.value)}
          maxLength={MAX_NOTE_LENGTH}
          autoComplete="off"
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} label="Copy" disabled={networks.length === 0} />
        {canEdit && hasEntries && (
          <Button onClick={() => fill('replace')} disabled={!isReady}>
            <Replace aria-hidden="true" />
            Replace the list
          </Button>
        )}
        {canEdit && (
          <Button variant="primary" onClick={() => fill('add')} disabled={!isReady}>
            <ListPlus aria-hidden="true" />
            {hasEntries ? 'Add to the list' : 'Use this list'}
          </Button>
        )}
      </div>
    </div>
  )
}
