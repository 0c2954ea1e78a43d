import { Link } from '#components/ui/link'

/** How many days back a trend goes. */
export const trendDays = ['30', '90', '400'] as const
export type TrendDays = (typeof trendDays)[number]

const words = { '30': '30 days', '90': '90 days', '400': '400 days' } as const satisfies Record<TrendDays, string>

export function TrendDaysLinks({ current, hrefOf }: { current: TrendDays; hrefOf: (days: TrendDays) => string }) {
  return (
    <nav aria-label="How far back">
      <ul className="flex rounded-lg border border-line-strong bg-surface p-0.5 shadow-control">
        {trendDays.map((days) => (
          <li key={days}>
            <Link
              href={hrefOf(days)}
              scroll={false}
              aria-current={days === current ? 'true' : undefined}
              className="flex h-8 items-center whitespace-nowrap rounded-md px-2.5 font-medium text-muted hover:bg-hover hover:text-ink aria-[current]:bg-accent-wash aria-[current]:text-accent-ink sm:h-7"
            >
              {words[days]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
