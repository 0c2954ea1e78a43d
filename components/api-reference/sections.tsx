import type { Turn } from '#components/docs/page-turns'
import type { Reference } from '#lib/openapi/reference'
import { OBJECTS_SLUG } from '#lib/openapi/slug'
import { paths } from '#lib/paths'
import type { PartLink, SectionLink } from './section-links.tsx'

/** Null for the overview. */
type Slug = string | null

/** The parts of the overview, as they are told of and linked to. */
export const overviewParts = {
  authentication: 'Authentication',
  conventions: 'Conventions',
  errors: 'Errors',
  operations: 'Operations',
} as const

/** The pages of the reference in their order, with the parts of the one that is shown. */
export function sectionLinks(reference: Reference, current: Slug): readonly SectionLink[] {
  return pagesOf(reference).map(({ slug, title }) => ({
    href: hrefOf(slug),
    title,
    parts: slug === current ? partsOf(reference, slug) : null,
  }))
}

/** The pages before and after one. */
export function turnsOf(reference: Reference, current: Slug): { previous: Turn | null; next: Turn | null } {
  const pages = pagesOf(reference)
  const place = pages.findIndex(({ slug }) => slug === current)
  const turn = (index: number) => {
    const page = pages[index]
    return page === undefined ? null : { href: hrefOf(page.slug), title: page.title }
  }
  return { previous: turn(place - 1), next: turn(place + 1) }
}

function pagesOf({ groups, objects }: Reference): readonly { slug: Slug; title: string }[] {
  const ofObjects = objects.length === 0 ? [] : [{ slug: OBJECTS_SLUG, title: 'Objects' }]
  return [{ slug: null, title: 'Overview' }, ...groups.map(({ slug, title }) => ({ slug, title })), ...ofObjects]
}

function hrefOf(slug: Slug): string {
  return slug === null ? paths.apiReference() : paths.apiSection(slug)
}

function partsOf({ groups, objects }: Reference, slug: Slug): readonly PartLink[] {
  if (slug === null) return Object.entries(overviewParts).map(([id, text]) => ({ id, text, method: null }))
  if (slug === OBJECTS_SLUG) return objects.map(({ id, name }) => ({ id, text: name, method: null }))
  const operations = groups.find((group) => group.slug === slug)?.operations ?? []
  return operations.map(({ id, summary, method }) => ({ id, text: summary, method }))
}
