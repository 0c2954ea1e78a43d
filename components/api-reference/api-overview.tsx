import { SearchX } from 'lucide-react'
import { EmptyState } from '#components/ui/empty-state'
import { credentialsOf } from '#lib/openapi/credentials'
import type { Reference } from '#lib/openapi/reference'
import { paths } from '#lib/paths'
import { AuthenticationPart } from './authentication-part.tsx'
import { ConventionsPart } from './conventions-part.tsx'
import { ErrorsPart, type ErrorTable } from './errors-part.tsx'
import { NothingFound, Unfiltered } from './filter.tsx'
import { ForwardAnchor } from './forward-anchor.tsx'
import { ObjectIndex } from './object-index.tsx'
import { type IndexSection, OperationIndex } from './operation-index.tsx'
import { ReferenceIntro } from './reference-intro.tsx'
import { overviewParts } from './sections.tsx'

type ApiOverviewProps = { reference: Reference; origin: string; errors: readonly ErrorTable[] }

/** What holds for the whole API, and every operation in a line that leads to it. */
export function ApiOverview({ reference, origin, errors }: ApiOverviewProps) {
  return (
    <>
      <ForwardAnchor />
      <ReferenceIntro reference={reference} origin={origin} />
      <Unfiltered>
        <AuthenticationPart credentials={credentialsOf(reference)} />
        <ConventionsPart />
        <ErrorsPart tables={errors} />
      </Unfiltered>
      <section
        id="operations"
        aria-labelledby="operations-title"
        className="scroll-mt-18 border-line border-t pt-10 lg:scroll-mt-0"
      >
        <h2 id="operations-title" className="font-semibold text-2xl">
          {overviewParts.operations}
        </h2>
        <OperationIndex sections={indexOf(reference)} />
        <NothingFound>
          <EmptyState
            icon={<SearchX />}
            title="No operation matches"
            description="Try a word of its path, its summary or one of its fields."
          />
        </NothingFound>
        <Unfiltered>
          <ObjectIndex objects={reference.objects} />
        </Unfiltered>
      </section>
    </>
  )
}

function indexOf({ groups }: Reference): readonly IndexSection[] {
  return groups.map(({ id, slug, title, description, operations }) => ({
    id,
    href: paths.apiSection(slug),
    title,
    description,
    lines: operations.map(({ id, method, path, summary }) => ({ id, method, path, summary })),
  }))
}
