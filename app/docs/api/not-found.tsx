import { PlainMessage, PlainPage } from '#components/shell/plain-page'
import { ButtonLink } from '#components/ui/button-link'
import { paths } from '#lib/paths'

export default function ApiSectionNotFound() {
  return (
    <PlainPage>
      <PlainMessage
        title="There is no such section"
        description="The overview lists all sections of the API, and every operation."
        actions={
          <ButtonLink href={paths.apiReference()} variant="primary">
            API reference
          </ButtonLink>
        }
      />
    </PlainPage>
  )
}
