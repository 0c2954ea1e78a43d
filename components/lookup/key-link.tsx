import { MaskedKey } from '#components/keys/masked-key'
import { Link } from '#components/ui/link'
import type { LookupKey } from '#lib/lookup/views'
import { paths } from '#lib/paths'

type Shown = Pick<LookupKey, 'id' | 'name' | 'displayPrefix' | 'lastFour'>

/** A key's name, which leads to its page, and what is shown of its secret. */
export function KeyLink({ of: { id, name, displayPrefix, lastFour } }: { of: Shown }) {
  return (
    <div className="min-w-0">
      <Link href={paths.staffKey(id)} className="block truncate rounded-xs font-medium hover:underline" title={name}>
        {name}
      </Link>
      <span className="text-muted text-xs">
        <MaskedKey displayPrefix={displayPrefix} lastFour={lastFour} />
      </span>
    </div>
  )
}
