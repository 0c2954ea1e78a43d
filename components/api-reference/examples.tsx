import { Badge } from '#components/ui/badge'
import { curlCommand } from '#lib/openapi/curl'
import { isSuccess } from '#lib/openapi/is-success'
import type { Operation } from '#lib/openapi/operation'
import { CodeSample } from './code-sample.tsx'

type ExamplesProps = { operation: Operation; origin: string }

/** The call as a command, and what comes back when all is well. */
export function Examples({ operation, origin }: ExamplesProps) {
  const answer = sampleOf(operation)
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

/** 201 before 200, which such an operation answers to a dry run only; where success has no body there is nothing to show. */
function sampleOf({ answers, answerBodies }: Operation): { status: string; code: string } | null {
  const statuses = answers.map((answer) => answer.status)
  const usual = ['204', '201'].find((status) => statuses.includes(status))
  const isWanted = (status: string) => (usual === undefined ? isSuccess(status) : status === usual)
  const { statuses: shown = [], example = null } = answerBodies.find((body) => body.statuses.some(isWanted)) ?? {}
  const [status] = shown
  return status === undefined || example === null ? null : { status, code: example }
}
