'use client'

import { Badge } from '#components/ui/badge'
import type { Operation, RequestBody } from '#lib/openapi/operation'
import type { Place } from '#lib/openapi/parameters'
import { BodyFields } from './body-fields.tsx'
import { Examples } from './examples.tsx'
import { FieldList } from './field-list.tsx'
import { MethodBadge } from './method-badge.tsx'
import { OperationPart } from './operation-part.tsx'
import { PathText } from './path-text.tsx'
import { Prose } from './prose.tsx'
import { Responses } from './responses.tsx'
import { SecurityNote } from './security-note.tsx'

const titles = {
  path: 'Path parameters',
  query: 'Query parameters',
  header: 'Headers',
  cookie: 'Cookies',
} satisfies Record<Place, string>

type OperationArticleProps = { operation: Operation; origin: string }

/**
 * Words at the left, what to type at the right; under each other where there is no room. For the browser too: what the page carries
 * for it is then the operation, which is a third of the elements that show it.
 */
export function OperationArticle({ operation, origin }: OperationArticleProps) {
  const { id, description, security, parameters, body, answers, answerBodies } = operation
  return (
    <article id={id} aria-labelledby={`${id}-title`} className="reference-article">
      <div className="min-w-0">
        <OperationHeading operation={operation} />
        {description !== null && <Prose text={description} className="mt-4" />}
        <SecurityNote security={security} />
        {parameters.map(({ place, fields }) => (
          <OperationPart key={place} title={titles[place]}>
            <FieldList fields={fields} way="sent" />
          </OperationPart>
        ))}
        {body !== null && <Body body={body} />}
        <Responses answers={answers} bodies={answerBodies} />
      </div>
      <div className="mt-8 min-w-0 xl:mt-0">
        <Examples operation={operation} origin={origin} />
      </div>
    </article>
  )
}

function OperationHeading({ operation: { id, method, path, summary, deprecated } }: { operation: Operation }) {
  return (
    <header>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={`${id}-title`} className="font-semibold text-xl">
          <a href={`#${id}`} className="own-anchor">
            {summary}
          </a>
        </h2>
        {deprecated && <Badge tone="danger">Deprecated</Badge>}
      </div>
      <p className="mt-2.5 flex items-baseline gap-2.5">
        <MethodBadge method={method} />
        <code className="min-w-0 break-words font-mono text-[0.8125rem]">
          <PathText path={path} />
        </code>
      </p>
    </header>
  )
}

function Body({ body: { mediaType, required, description, shape } }: { body: RequestBody }) {
  return (
    <OperationPart title="Request body" note={`${mediaType}${required ? '' : ', optional'}`}>
      {description !== null && <Prose text={description} className="mt-3 text-muted" />}
      <BodyFields shape={shape} way="sent" />
    </OperationPart>
  )
}
