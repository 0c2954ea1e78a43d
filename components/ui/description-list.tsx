import type { ReactNode } from 'react'
import { classNames } from './class-names.tsx'

export type DescriptionListProps = {
  items: readonly { term: ReactNode; details: ReactNode; key?: string }[]
  className?: string | undefined
}

export function DescriptionList({ items, className }: DescriptionListProps) {
  return (
    <dl className={classNames('divide-y divide-line', className)}>
      {items.map(({ term, details, key }, index) => (
        <div key={key ?? index} className="grid gap-x-6 gap-y-0.5 py-3 sm:grid-cols-[minmax(8rem,12rem)_1fr]">
          <dt className="text-muted">{term}</dt>
          <dd className="min-w-0 break-words">{details}</dd>
        </div>
      ))}
    </dl>
  )
}
