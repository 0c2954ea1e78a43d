'use client'

import type { ReferenceObject } from '#lib/openapi/objects'
import { paths } from '#lib/paths'
import { BodyFields } from './body-fields.tsx'

/** An operation that uses an object. */
export type User = { readonly id: string; readonly summary: string; readonly slug: string }
type ObjectArticleProps = { object: ReferenceObject; users: readonly User[] }

/** For the browser too: what the page carries for it is then the object itself. */
export function ObjectArticle({ object: { id, name, shape, usedBy }, users }: ObjectArticleProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="reference-article">
      <div className="min-w-0">
        <h2 id={`${id}-title`} className="font-semibold text-xl">
          <a href={`#${id}`} className="own-anchor">
            {name}
          </a>
        </h2>
        <div className="mt-4">
          <BodyFields shape={shape} way="received" />
        </div>
      </div>
      <Users count={usedBy.length} users={users} />
    </section>
  )
}

function Users({ count, users }: { count: number; users: readonly User[] }) {
  return (
    <div className="mt-6 min-w-0 xl:mt-1">
      <h3 className="font-semibold text-xs">Used by {count} operations</h3>
      {users.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1.5 text-muted">
          {users.map(({ id, summary, slug }) => (
            <li key={id}>
              <a href={`${paths.apiSection(slug)}#${id}`} className="rounded-xs hover:text-accent-ink hover:underline">
                {summary}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
