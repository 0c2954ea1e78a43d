import { Lock, TerminalSquare } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { CodeBlock } from '#components/ui/code-block'
import { EmptyState } from '#components/ui/empty-state'
import { paths } from '#lib/paths'
import { adminCommand } from './admin-command.ts'

/** The first visit: what a token is for, how to make one, and what to do with it then. */
export function NoTokensYet({ origin }: { origin: string }) {
  return (
    <EmptyState
      icon={<TerminalSquare />}
      title="Create your first management token"
      description="Give it to a script, a deployment or the gatelist command, and it manages the keys of this workspace for you."
      actions={
        <ButtonLink href={paths.newManagementToken()} variant="primary">
          Create token
        </ButtonLink>
      }
    >
      <CodeBlock
        label="Then list your keys with it"
        copyLabel="Copy curl command"
        code={adminCommand(origin, 'YOUR_MANAGEMENT_TOKEN', 'read')}
      />
    </EmptyState>
  )
}

/** For members: a token can do what an admin can, so they see none. */
export function TokensForAdmins() {
  return (
    <EmptyState
      icon={<Lock />}
      title="Owners and admins manage these"
      description="A management token can do with every key what an admin can, so members of a workspace do not see them. Ask an owner or an admin when a program needs one."
      actions={<ButtonLink href={paths.apiKeys()}>Back to your keys</ButtonLink>}
    />
  )
}
