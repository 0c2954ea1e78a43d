import { Callout } from '#components/ui/callout'
import { TextLink } from '#components/ui/text-link'
import { paths } from '#lib/paths'

/** Said after a text was taken out of the address of the page. */
export function SecretKeptOut() {
  return (
    <Callout tone="warning" role="status" title="That looked like a key’s secret">
      It was taken out of the address of this page, where browsers and logs would keep it. Find its key by the{' '}
      <TextLink href={paths.staffLookup()}>look-up</TextLink>. If it has been in an address before, take it for leaked.
    </Callout>
  )
}
