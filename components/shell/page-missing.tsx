import { ButtonLink } from '#components/ui/button-link'
import { paths } from '#lib/paths'
import { PlainMessage } from './plain-page.tsx'

/** Says the same for what never was and for what belongs to others. */
export function PageMissing() {
  return (
    <PlainMessage
      title="There is no such page"
      description="It may have been removed, or it belongs to a workspace you are not in."
      actions={
        <ButtonLink href={paths.home()} variant="primary">
          Back to your keys
        </ButtonLink>
      }
    />
  )
}
