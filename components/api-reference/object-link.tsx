import type { ReactNode } from 'react'
import { OBJECTS_SLUG } from '#lib/openapi/slug'
import { paths } from '#lib/paths'

/** To where an object is described. A plain link: pages of the reference have hundreds of these. */
export function ObjectLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <a href={`${paths.apiSection(OBJECTS_SLUG)}#${id}`} className="object-link">
      {children}
    </a>
  )
}
