import type { OperationGroup } from '#lib/openapi/reference'
import { OperationArticle } from './operation-article.tsx'
import { PageHeading } from './page-heading.tsx'

type SectionViewProps = { group: OperationGroup; origin: string }

/** The operations of a section, each whole. */
export function SectionView({ group: { id, title, description, operations }, origin }: SectionViewProps) {
  return (
    <>
      <PageHeading id={id} title={title} description={description} />
      {operations.map((operation) => (
        <OperationArticle key={operation.id} operation={operation} origin={origin} />
      ))}
    </>
  )
}
