import { Card } from '#components/ui/card'
import { Loading, Skeleton } from '#components/ui/skeleton'

const rows = ['first', 'second', 'third', 'fourth']

/** As large as what comes, so that nothing moves. */
export function KeyListSkeleton() {
  return (
    <Loading label="Loading API keys">
      <Skeleton className="mb-6 h-9 w-full rounded-lg" />
      <Card>
        <div className="h-10 border-line border-b bg-sunken/60" />
        <div className="divide-y divide-line">
          {rows.map((row) => (
            <div key={row} className="flex h-16 items-center gap-8 px-5">
              <Skeleton className="w-40" />
              <Skeleton className="w-16" />
              <Skeleton className="w-24 max-sm:hidden" />
              <Skeleton className="ml-auto w-14" />
            </div>
          ))}
        </div>
      </Card>
    </Loading>
  )
}
