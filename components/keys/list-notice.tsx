import { Callout } from '#components/ui/callout'
import { TextLink } from '#components/ui/text-link'
import { formatCount } from '#lib/ip/count'
import type { KeyDetail } from '#lib/keys/views'
import { paths } from '#lib/paths'

/** Where the list does not do what a list does: it refuses nobody, or everybody. Nothing otherwise. */
export function ListNotice({
  detail: { id, accessMode, entryCount, lists, effectiveCount, ceiling },
}: {
  detail: KeyDetail
}) {
  const access = <TextLink href={paths.apiKey(id)}>Change the access</TextLink>
  if (accessMode === 'open') {
    return (
      <Callout title="This key is open to any address">
        What the list says refuses nobody. {access} to apply it.
      </Callout>
    )
  }
  if (accessMode === 'report') {
    return (
      <Callout title="This key only reports">
        Addresses that the list does not name are let through and noted. {access} to refuse them.
      </Callout>
    )
  }
  const isEmpty = entryCount === 0 && lists.every((list) => list.entryCount === 0)
  if (!isEmpty && effectiveCount !== NONE) return null
  return (
    <Callout tone="danger" title="This key refuses every call">
      {isEmpty || ceiling === null
        ? 'It enforces a list in which no entry is in force.'
        : 'No address of its list is within the ceiling of the workspace.'}
    </Callout>
  )
}

const NONE = formatCount(0n)
