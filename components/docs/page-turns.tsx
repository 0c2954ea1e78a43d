import { ArrowLeft, ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '#components/ui/class-names'
import { Link } from '#components/ui/link'

/** A page to go on to. */
export type Turn = { readonly href: string; readonly title: string }

type PageTurnsProps = { previous: Turn | null; next: Turn | null; className?: string }

/** The way to the next page, and back. */
export function PageTurns({ previous, next, className }: PageTurnsProps) {
  return (
    <nav
      aria-label="Next and previous page"
      className={classNames('grid gap-3 border-line border-t pt-8 sm:grid-cols-2', className)}
    >
      {previous === null ? <span /> : <TurnLink turn={previous} word="Previous" icon={<ArrowLeft />} />}
      {next !== null && <TurnLink turn={next} word="Next" icon={<ArrowRight />} isEnd />}
    </nav>
  )
}

type TurnLinkProps = { turn: Turn; word: string; icon: ReactNode; isEnd?: true }

function TurnLink({ turn, word, icon, isEnd }: TurnLinkProps) {
  return (
    <Link
      href={turn.href}
      prefetch={false}
      className={`group flex flex-col gap-0.5 rounded-xl border border-line bg-surface px-5 py-3.5 shadow-card transition-colors hover:border-accent-line ${isEnd ? 'sm:items-end sm:text-right' : ''}`}
    >
      <span className="inline-flex items-center gap-1.5 text-muted text-xs [&_svg]:size-3.5">
        {!isEnd && icon}
        {word}
        {isEnd && icon}
      </span>
      <span className="font-medium group-hover:text-accent-ink">{turn.title}</span>
    </Link>
  )
}
