import type { ReferenceObject } from '#lib/openapi/objects'
import type { OperationGroup } from '#lib/openapi/reference'
import { OBJECTS_SLUG } from '#lib/openapi/slug'
import { ObjectArticle, type User } from './object-article.tsx'
import { PageHeading } from './page-heading.tsx'

type ObjectsViewProps = { objects: readonly ReferenceObject[]; groups: readonly OperationGroup[] }

/** What stands at several places, described once for all of them. */
export function ObjectsView({ objects, groups }: ObjectsViewProps) {
  return (
    <>
      <PageHeading
        id={OBJECTS_SLUG}
        title="Objects"
        description="What several operations answer with, or hold in what they answer."
      />
      {objects.map((object) => (
        <ObjectArticle key={object.id} object={object} users={usersOf(object, groups)} />
      ))}
    </>
  )
}

const MOST_SHOWN = 20

/** The operations that use it; none where nearly all of them do. */
function usersOf({ usedBy }: ReferenceObject, groups: readonly OperationGroup[]): readonly User[] {
  if (usedBy.length > MOST_SHOWN) return []
  return groups.flatMap(({ slug, operations }) =>
    operations.filter(({ id }) => usedBy.includes(id)).map(({ id, summary }) => ({ id, summary, slug })),
  )
}
