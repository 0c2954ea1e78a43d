import { TextLink } from '#components/ui/text-link'
import type { OtherKey } from '#lib/keys/views'
import { paths } from '#lib/paths'
import { MaskedKey } from './masked-key.tsx'

/** A link to the key before or after this one in a rotation. */
export function OtherKeyLink({ other }: { other: OtherKey }) {
  return (
    <TextLink href={paths.apiKey(other.id)}>
      <MaskedKey displayPrefix={other.displayPrefix} lastFour={other.lastFour} />
    </TextLink>
  )
}
