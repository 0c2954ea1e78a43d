import { VisuallyHidden } from '#components/ui/visually-hidden'

export type MaskedKeyProps = { displayPrefix: string; lastFour: string }

export function MaskedKey({ displayPrefix, lastFour }: MaskedKeyProps) {
  return (
    <span className="address whitespace-nowrap">
      {displayPrefix}
      <span aria-hidden="true">…</span>
      <VisuallyHidden> to </VisuallyHidden>
      {lastFour}
    </span>
  )
}
