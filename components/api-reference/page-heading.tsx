import { Link } from '#components/ui/link'
import { paths } from '#lib/paths'
import { Prose } from './prose.tsx'

type PageHeadingProps = { id: string; title: string; description: string | null }

/** What a page of the reference is about, and the way up. */
export function PageHeading({ id, title, description }: PageHeadingProps) {
  return (
    <header id={id} className="scroll-mt-14 pb-10 lg:scroll-mt-0">
      <p className="font-medium text-accent-ink">
        <Link href={paths.apiReference()} prefetch={false} className="rounded-xs hover:underline">
          API reference
        </Link>
      </p>
      <h1 className="mt-1.5 font-semibold text-3xl">{title}</h1>
      {description !== null && <Prose text={description} className="mt-3 text-base text-muted" />}
    </header>
  )
}
