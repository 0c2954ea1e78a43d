import { TerminalSquare } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { CodeBlock } from '#components/ui/code-block'
import { EmptyState } from '#components/ui/empty-state'
import { paths } from '#lib/paths'
import { staffCommand } from './staff-command.ts'

/** The first visit: what a token is for, how to make one, and what to do with it then. */
export function NoStaffTokens({ origin }: { origin: string }) {
  return (
    <EmptyState
      icon={<TerminalSquare />}
      title="Create your first staff token"
      description="Give it to a report, a log collector or the gatelist command, and it reads what you read, in every workspace."
      actions={
        <ButtonLink href={paths.newStaffToken()} variant="primary">
          Create token
        </ButtonLink>
      }
    >
      <CodeBlock
        label="Then list the open keys with it"
        copyLabel="Copy curl command"
        code={staffCommand(origin, 'YOUR_STAFF_TOKEN')}
      />
    </EmptyState>
  )
}
