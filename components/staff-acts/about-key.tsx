import { MaskedKey } from '#components/keys/masked-key'
import { TextLink } from '#components/ui/text-link'
import { paths } from '#lib/paths'
import type { AboutKey } from '#lib/staff-acts/list-requests'

/** A key of any workspace, by its name, what may be shown of it, and whose it is. */
export function AboutKeyLink({ about: { id, name, displayPrefix, lastFour, workspaceName } }: { about: AboutKey }) {
  return (
    <span className="wrap-anywhere min-w-0">
      <TextLink href={paths.staffKey(id)}>{name}</TextLink>{' '}
      <span className="text-muted">
        <MaskedKey displayPrefix={displayPrefix} lastFour={lastFour} /> · {workspaceName}
      </span>
    </span>
  )
}
