import { Link } from '#components/ui/link'
import { rangeLabels, type TrafficRange, trafficRanges } from '#lib/traffic/views'

export type RangeLinksProps = {
  /** What is looked at, for those who do not see where the links stand. */
  label: string
  current: TrafficRange
  hrefOf: (range: TrafficRange) => string
}

/** How far back a page looks. Links, so that what is seen can be sent to somebody. */
export function RangeLinks({ label, current, hrefOf }: RangeLinksProps) {
  return (
    <nav aria-label={label}>
      <ul className="flex rounded-lg border border-line-strong bg-surface p-0.5 shadow-control">
        {trafficRanges.map((range) => (
          <li key={range}>
            <Link
              href={hrefOf(range)}
              scroll={false}
              aria-current={range === current ? 'true' : undefined}
              className="flex h-8 items-center whitespace-nowrap rounded-md px-2.5 font-medium text-muted hover:bg-hover hover:text-ink aria-[current]:bg-accent-wash aria-[current]:text-accent-ink sm:h-7"
            >
              {rangeLabels[range]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
