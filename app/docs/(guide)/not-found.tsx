import { PlainMessage } from '#components/shell/plain-page'
import { ButtonLink } from '#components/ui/button-link'
import { paths } from '#lib/paths'

export default function DocumentNotFound() {
  return (
    <PlainMessage
      title="There is no such page"
      description="It may have moved. The contents list all pages, and the search looks through them."
      actions={
        <ButtonLink href={paths.docs()} variant="primary">
          All pages
        </ButtonLink>
      }
    />
  )
}
