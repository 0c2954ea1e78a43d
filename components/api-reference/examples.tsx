import { Badge } from '#components/ui/badge'
import type { AnswerBody } from '#lib/openapi/answers'
import { isSuccess } from '#lib/openapi/answers'
import { curlCommand } from '#lib/openapi/curl'
import type { Operation } from '#lib/openapi/operation'
import { CodeSample } from './code-sample.tsx'

type ExamplesProps = { operation: Operation; origin: string }

/** The call as a command, and what comes back when all is well. */
export function Examples({ operation, origin }: ExamplesProps) {
  const answer = sampleOf(operation.answerBodies)
  return (
    <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-8">
      <CodeSample
        label="curl"
        breaks="anywhere"
        copyLabel={`Copy the curl command: ${operation.summary}`}
        code={curlCommand(origin, operation.call)}
      />
      {answer !== null && (
        <CodeSample
          label={
            <>
              Response
              <Badge tone={isSuccess(answer.status) ? 'success' : 'warning'} className="figures h-5 font-mono">
                {answer.status}
              </Badge>
            </>
          }
          copyLabel={`Copy the response: ${operation.summary}`}
          code={answer.code}
        />
      )}
    </div>
  )
}

function sampleOf(bodies: readonly AnswerBody[]): { status: string; code: string } | null {
  const { statuses = [], example = null } = bodies.find((body) => body.statuses.some(isSuccess)) ?? {}
  const [status] = statuses
  return status === undefined || example === null ? null : { status, code: example }
}
