import { VisuallyHidden } from '#components/ui/visually-hidden'

export type MaskedKeyProps = { displayPrefix: string; lastFour: string }

/** What may be shown of a secret. Of an imported one that is its end, or nothing when it is short. */
export function MaskedKey({ displayPrefix, lastFour }: MaskedKeyProps) {
  if (lastFour === '') return <span className="whitespace-nowrap">Imported key</span>
  return (
    <span className="address whitespace-nowrap">
      {displayPrefix}
      <span aria-hidden="true">…</span>
      <VisuallyHidden>{displayPrefix === '' ? 'ends in ' : ' to '}</VisuallyHidden>
      {lastFour}
    </span>
  )
}
