import { ChevronRight, ZoomOut } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { Link } from '#components/ui/link'

export type ZoomStep = { readonly text: string; readonly href: string }

/** The way from the whole space to the picture, its last step. */
export function ZoomWay({ steps }: { steps: readonly ZoomStep[] }) {
  const out = steps.at(-2)
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <nav aria-label="Zoom">
        <ol className="-ml-1.5 flex flex-wrap items-center text-muted">
          {steps.map(({ text, href }, place) => (
            <li key={text} className="flex items-center">
              {place > 0 && <ChevronRight aria-hidden="true" className="size-3.5 text-faint" />}
              <Link
                href={href}
                scroll={false}
                aria-current={place === steps.length - 1 ? 'page' : undefined}
                className="address inline-flex h-7 items-center rounded-md px-1.5 hover:bg-hover hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
              >
                {text}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      {out && (
        <ButtonLink size="small" href={out.href} scroll={false}>
          <ZoomOut aria-hidden="true" />
          Zoom out
        </ButtonLink>
      )}
    </div>
  )
}
