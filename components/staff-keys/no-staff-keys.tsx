import { KeyRound, SearchX } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { EmptyState } from '#components/ui/empty-state'
import { paths } from '#lib/paths'

/** No key matches; `isFiltered` false: there is no live key at all. */
export function NoStaffKeys({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) {
    return (
      <EmptyState
        icon={<KeyRound />}
        title="No live keys yet"
        description="Every key of every workspace shows up here as soon as somebody makes one."
      />
    )
  }
  return (
    <EmptyState
      icon={<SearchX />}
      title="No key matches"
      description="Take a filter off, or look among ended keys too."
      actions={<ButtonLink href={paths.staffKeys({ view: 'live' })}>Clear filters</ButtonLink>}
    />
  )
}
