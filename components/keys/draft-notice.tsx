import { Callout } from '#components/ui/callout'

/** Says that the field was filled in for its reader. */
export function DraftNotice() {
  return (
    <Callout title="The list below was filled in for you">
      Nothing is saved yet. Look it over, change what you want, then save.
    </Callout>
  )
}
