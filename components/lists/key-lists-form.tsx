'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { type GuardedResult, useLockoutGuard } from '#components/allowlists/use-lockout-guard'
import { attempt } from '#components/form/attempt'
import { FormProblem } from '#components/form/form'
import { Button } from '#components/ui/button'
import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { Section } from '#components/ui/card'
import { TextLink } from '#components/ui/text-link'
import { toast } from '#components/ui/toast'
import type { AccessMode } from '#lib/keys/views'
import { paths } from '#lib/paths'
import { type ListChoice, ListPicker } from './list-picker.tsx'

export type SetKeyLists = (input: {
  keyId: string
  before: string[]
  listIds: string[]
  confirmed?: string
}) => Promise<GuardedResult>

export type KeyListsFormProps = {
  keyId: string
  accessMode: AccessMode
  /** All of the workspace. */
  lists: readonly ListChoice[]
  /** The ids of those that the key uses. */
  used: readonly string[]
  /** May this person change the key? May they make named lists? */
  canEdit: boolean
  canMakeLists: boolean
  action: SetKeyLists
}

/** Which named lists a key uses, on the key's own page. */
export function KeyListsForm(props: KeyListsFormProps) {
  const { lists, used, accessMode, canEdit, canMakeLists } = props
  if (lists.length === 0) return <NoLists canMakeLists={canMakeLists} />
  return (
    <Section
      title="Named lists"
      description="Shared by many keys: a call passes when the key’s own list or one of these admits it."
    >
      <div className="flex flex-col gap-5">
        {accessMode === 'open' && used.length > 0 && <NotApplied keyId={props.keyId} />}
        {/* What was ticked and not saved is left behind when somebody else's choice comes in. */}
        {canEdit ? <Choice key={[...used].sort().join()} {...props} /> : <Used lists={lists} used={used} />}
      </div>
    </Section>
  )
}

function NoLists({ canMakeLists }: { canMakeLists: boolean }) {
  return (
    <Section
      title="Named lists"
      description="Addresses that many keys share, such as those of your office, can be kept once in a named list. There is none yet."
      actions={canMakeLists && <ButtonLink href={paths.newNamedList()}>Create named list</ButtonLink>}
    />
  )
}

/** Attaching a list never closes a key by itself: that is its own act, and the next step. */
function NotApplied({ keyId }: { keyId: string }) {
  return (
    <Callout
      tone="warning"
      title="These lists are not applied yet"
      actions={
        <ButtonLink href={paths.apiKey(keyId)} size="small">
          Enforce the list
        </ButtonLink>
      }
    >
      The key is still open to any address. Once its access is Enforce, only its own entries and these lists admit
      callers.
    </Callout>
  )
}

function Used({ lists, used }: Pick<KeyListsFormProps, 'lists' | 'used'>) {
  const own = lists.filter((list) => used.includes(list.id))
  if (own.length === 0) return <p className="text-muted">It uses none.</p>
  return (
    <ul className="flex flex-col gap-1">
      {own.map((list) => (
        <li key={list.id}>
          <TextLink href={paths.namedList(list.id)}>{list.name}</TextLink>
          <span className="figures text-muted"> · {list.addressCount}</span>
        </li>
      ))}
    </ul>
  )
}

function Choice({ keyId, accessMode, lists, used, action }: KeyListsFormProps) {
  const router = useRouter()
  const [chosen, setChosen] = useState<readonly string[]>(used)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const { guard, dialog } = useLockoutGuard()
  const isChanged = chosen.length !== used.length || chosen.some((id) => !used.includes(id))

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (pending) return
    setProblem(null)
    setPending(true)
    const wish = { keyId, before: [...used], listIds: [...chosen] }
    const result = await guard((confirmed) => attempt(action, { ...wish, confirmed }))
    setPending(false)
    if (result === null) return
    if (!result.ok) return setProblem(result.message)
    toast({ title: 'The named lists are saved', description: savedWords(accessMode, chosen.length) })
    router.refresh()
  }

  return (
    <form method="post" onSubmit={save} aria-label="Named lists of this key" className="flex flex-col gap-4">
      <FormProblem message={problem} />
      <ListPicker legend="Lists that this key uses" lists={lists} chosen={chosen} onChange={setChosen} />
      <div className="flex flex-wrap justify-end gap-2">
        {isChanged && <Button onClick={() => setChosen(used)}>Undo</Button>}
        <Button type="submit" variant="primary" pending={pending} disabled={!isChanged}>
          Save lists
        </Button>
      </div>
      {dialog}
    </form>
  )
}

function savedWords(accessMode: AccessMode, count: number): string {
  if (accessMode === 'open' && count > 0) return 'The key is still open to any address. Enforce its list to apply them.'
  return 'The next request obeys it.'
}
