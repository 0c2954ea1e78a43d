import { OverviewPart } from './overview-part.tsx'
import { Code, Line } from './prose.tsx'

/** Something that can go wrong. `reason` is null where the text alone tells it. */
export type ErrorLine = {
  readonly http: number
  readonly text: string
  readonly reason: string | null
  status: string | null
}

/** The errors of the operations below a path, which have a form in common. */
export type ErrorTable = { readonly below: string; readonly description: string; readonly lines: readonly ErrorLine[] }

/** What refusals look like, and all of them. */
export function ErrorsPart({ tables }: { tables: readonly ErrorTable[] }) {
  return (
    <OverviewPart id="errors">
      <div className="flex flex-col gap-8">
        {tables.map((table) => (
          <Table key={table.below} table={table} />
        ))}
      </div>
    </OverviewPart>
  )
}

function Table({ table: { below, description, lines } }: { table: ErrorTable }) {
  return (
    <div>
      <h3 className="font-medium">
        Below <Code>{below}</Code>
      </h3>
      <p className="mt-1.5 max-w-2xl break-words text-muted">
        <Line text={description} />
      </p>
      <details className="field-inner mt-4 bg-surface shadow-card open:bg-surface">
        <summary className="opening">All {lines.length} errors</summary>
        <div>
          <ul className="error-list">
            {lines.map((line) => (
              <li key={`${line.http} ${line.reason} ${line.text}`}>
                <code>{line.http}</code>
                <div>
                  {line.reason !== null && <code>{line.reason}</code>}
                  <p>{line.text}</p>
                </div>
                {line.status !== null && <small>{line.status}</small>}
              </li>
            ))}
          </ul>
        </div>
      </details>
    </div>
  )
}
