import { Link } from '#components/ui/link'
import type { ReferenceObject } from '#lib/openapi/objects'
import { OBJECTS_SLUG } from '#lib/openapi/slug'
import { paths } from '#lib/paths'
import { ObjectLink } from './object-link.tsx'

/** The objects by name, each a line that leads to it. */
export function ObjectIndex({ objects }: { objects: readonly ReferenceObject[] }) {
  if (objects.length === 0) return null
  return (
    <section id={OBJECTS_SLUG} aria-labelledby="objects-title" className="mt-8 scroll-mt-18 lg:scroll-mt-6">
      <h3 id="objects-title" className="font-semibold text-lg">
        <Link href={paths.apiSection(OBJECTS_SLUG)} prefetch={false} className="rounded-sm hover:text-accent-ink">
          Objects
        </Link>
      </h3>
      <p className="text-muted">What several operations answer with, or hold in what they answer.</p>
      <ul className="mt-3 columns-2 gap-x-8 rounded-xl border border-line bg-surface px-5 py-3.5 shadow-card lg:columns-3">
        {objects.map(({ id, name }) => (
          <li
            key={id}
            id={id}
            className="scroll-mt-32 break-inside-avoid break-words py-1.5 target:bg-accent-wash lg:scroll-mt-10"
          >
            <ObjectLink id={id}>{name}</ObjectLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
