import type { ReferenceObject } from '#lib/openapi/objects'
import { FieldList } from './field-list.tsx'
import { Filtered } from './filter.tsx'
import { Prose } from './prose.tsx'

/** What several operations answer with, described once for all of them. */
export function ObjectArticle({ object: { id, name, shape, usedBy } }: { object: ReferenceObject }) {
  return (
    <Filtered ids={usedBy}>
      <section
        id={id}
        aria-labelledby={`${id}-title`}
        className="scroll-mt-18 border-line border-t py-10 lg:scroll-mt-0"
      >
        <h3 id={`${id}-title`} className="font-semibold text-xl">
          <a href={`#${id}`} className="rounded-sm">
            {name}
          </a>
        </h3>
        {shape.description !== null && <Prose text={shape.description} className="mt-2 text-muted" />}
        <div className="mt-4 max-w-3xl border-line border-t">
          <FieldList fields={shape.fields} way="received" />
        </div>
      </section>
    </Filtered>
  )
}
