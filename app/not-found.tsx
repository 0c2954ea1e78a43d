import type { Metadata } from 'next'
import { PlainPage } from '#components/shell/plain-page'
import { ButtonLink } from '#components/ui/button-link'
import { paths } from '#lib/paths'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <PlainPage
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
