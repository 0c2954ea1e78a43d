import { Badge } from '#components/ui/badge'
import type { Answer, AnswerBody } from '#lib/openapi/answers'
import { BodyFields } from './body-fields.tsx'
import { FieldList } from './field-list.tsx'
import { ObjectLink } from './object-link.tsx'
import { OperationPart } from './operation-part.tsx'
import { Prose } from './prose.tsx'

type ResponsesProps = { answers: readonly Answer[]; bodies: readonly AnswerBody[] }

/** What comes back: each status, then what the answers carry. */
export function Responses({ answers, bodies }: ResponsesProps) {
  if (answers.length === 0) return null
  return (
    <OperationPart title="Responses">
      <ul className="divide-y divide-line">
        {answers.map((answer) => (
          <li key={answer.status} className="grid grid-cols-[4.75rem_minmax(0,1fr)] items-baseline py-2.5">
            <StatusBadge status={answer.status} />
            <div>
              <Prose text={answer.description} className="text-muted" />
              {answer.headers.length > 0 && (
                <Disclosure summary={answer.headers.map(({ name }) => name).join(', ')} note="headers">
                  <FieldList fields={answer.headers} way="received" />
                </Disclosure>
              )}
            </div>
          </li>
        ))}
      </ul>
      {bodies.map((body) => (
        <Body key={[...body.statuses, ...body.mediaTypes].join(' ')} body={body} />
      ))}
    </OperationPart>
  )
}

/** What only this operation answers with stands here; the rest is a step away. */
function Body({ body: { statuses, mediaTypes, shape } }: { body: AnswerBody }) {
  const summary = `Body of ${listed(statuses)}`
  const note = [shape.type, ...mediaTypes.filter((type) => type !== 'application/json')].join(' · ')
  if (shape.objectId !== null)
    return (
      <div className="answer-body answer-row">
        <span className="font-medium">{summary}</span>
        <span className="text-xs">
          <ObjectLink id={shape.objectId}>{note}</ObjectLink>
        </span>
      </div>
    )
  return (
    <Disclosure summary={summary} note={note}>
      <BodyFields shape={shape} way="received" />
    </Disclosure>
  )
}

function StatusBadge({ status }: { status: string }) {
  const tone = /^2/.test(status) ? 'success' : /^[13]/.test(status) ? 'info' : /^5/.test(status) ? 'danger' : 'warning'
  return (
    <span>
      <Badge tone={status === 'default' ? 'neutral' : tone} className="figures font-mono">
        {status}
      </Badge>
    </span>
  )
}

type DisclosureProps = { summary: string; note: string; children: React.ReactNode }

function Disclosure({ summary, note, children }: DisclosureProps) {
  return (
    <details className="answer-body">
      <summary className="answer-row opening">
        <span className="font-medium">{summary}</span>
        <span className="text-faint text-xs">{note}</span>
      </summary>
      <div className="border-line border-t px-4 pb-1">{children}</div>
    </details>
  )
}

function listed(statuses: readonly string[]): string {
  const last = statuses.at(-1) ?? ''
  return statuses.length < 2 ? last : `${statuses.slice(0, -1).join(', ')} and ${last}`
}
