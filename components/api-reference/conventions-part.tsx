import { conventions } from './conventions.ts'
import { OverviewPart } from './overview-part.tsx'
import { Line } from './prose.tsx'

/** What holds for many operations alike. */
export function ConventionsPart() {
  return (
    <OverviewPart id="conventions">
      <dl className="grid gap-x-10 gap-y-6 md:grid-cols-2">
        {conventions.map(({ title, text }) => (
          <div key={title}>
            <dt className="font-medium">{title}</dt>
            <dd className="mt-1 break-words text-muted">
              <Line text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </OverviewPart>
  )
}
