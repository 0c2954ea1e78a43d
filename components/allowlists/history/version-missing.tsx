import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'

/** An address that names a version which was never made. */
export function VersionMissing({ closeHref }: { closeHref: string }) {
  return (
    <Callout
      tone="warning"
      title="There is no such version"
      actions={
        <ButtonLink size="small" href={closeHref} scroll={false}>
          Show the history
        </ButtonLink>
      }
    >
      <p>The history below has all that there are.</p>
    </Callout>
  )
}
