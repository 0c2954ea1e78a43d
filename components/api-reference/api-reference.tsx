import { SearchX } from 'lucide-react'
import { contentId, SkipLink } from '#components/shell/skip-link'
import { EmptyState } from '#components/ui/empty-state'
import { type Reference, searchText } from '#lib/openapi/reference'
import { Filtered, FilterProvider, NothingFound } from './filter.tsx'
import { ObjectArticle } from './object-article.tsx'
import { OperationArticle } from './operation-article.tsx'
import type { LinkGroup } from './operation-links.tsx'
import { Prose } from './prose.tsx'
import { ReferenceBar } from './reference-bar.tsx'
import { ReferenceIntro } from './reference-intro.tsx'

export type ApiReferenceProps = {
  reference: Reference
  /** Where programs reach this server. */
  origin: string
  /** What to filter by at first. */
  query: string
}

/** The whole of an API on one page. It is complete in the server's markup; scripts filter, copy and mark the place. */
export function ApiReference({ reference, origin, query }: ApiReferenceProps) {
  const { groups, objects } = reference
  const entries = groups.flatMap((group) =>
    group.operations.map((operation) => ({ id: operation.id, text: searchText(group, operation) })),
  )
  return (
    <FilterProvider entries={entries} initialQuery={query}>
      <div className="min-h-dvh lg:grid lg:grid-cols-[18rem_minmax(0,1fr)]">
        <SkipLink />
        <ReferenceBar groups={linkGroups(reference)} />
        <main id={contentId} tabIndex={-1} className="min-w-0 outline-none">
          <div className="mx-auto w-full max-w-7xl px-4 pt-6 pb-24 sm:px-8 sm:pt-10 2xl:px-12">
            <ReferenceIntro reference={reference} origin={origin} />
            {groups.map((group) => (
              <Filtered key={group.id} ids={group.operations.map(({ id }) => id)}>
                <GroupHeading id={group.id} title={group.title} description={group.description} />
                {group.operations.map((operation) => (
                  <Filtered key={operation.id} ids={[operation.id]}>
                    <OperationArticle operation={operation} origin={origin} />
                  </Filtered>
                ))}
              </Filtered>
            ))}
            {objects.length > 0 && (
              <Filtered ids={objects.flatMap(({ usedBy }) => usedBy)}>
                <GroupHeading id="objects" title="Objects" description="What several operations answer with." />
                {objects.map((object) => (
                  <ObjectArticle key={object.id} object={object} />
                ))}
              </Filtered>
            )}
            <NothingFound>
              <EmptyState
                icon={<SearchX />}
                title="No operation matches"
                description="Try a word of its path, its summary or one of its fields."
              />
            </NothingFound>
          </div>
        </main>
      </div>
    </FilterProvider>
  )
}

type GroupHeadingProps = { id: string; title: string; description: string | null }

function GroupHeading({ id, title, description }: GroupHeadingProps) {
  return (
    <header id={id} className="scroll-mt-14 pt-10 pb-8 lg:scroll-mt-0">
      <h2 className="font-semibold text-2xl">{title}</h2>
      {description !== null && <Prose text={description} className="mt-2 text-muted" />}
    </header>
  )
}

function linkGroups({ groups, objects }: Reference): readonly LinkGroup[] {
  const ofOperations = groups.map(({ id, title, operations }) => ({
    id,
    title,
    links: operations.map(({ id, method, summary }) => ({ id, method, text: summary, foundBy: [id] })),
  }))
  const links = objects.map(({ id, name, usedBy }) => ({ id, method: null, text: name, foundBy: usedBy }))
  return links.length === 0 ? ofOperations : [...ofOperations, { id: 'objects', title: 'Objects', links }]
}
