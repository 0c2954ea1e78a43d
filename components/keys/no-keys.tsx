import { KeyRound, SearchX } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { CodeBlock } from '#components/ui/code-block'
import { EmptyState } from '#components/ui/empty-state'
import { paths } from '#lib/paths'
import { verifyCommand } from './verify-command.ts'

/** The first visit: what a key is for, how to make one, and what to do with it then. */
export function NoKeysYet({ origin, canCreate }: { origin: string; canCreate: boolean }) {
  return (
    <EmptyState
      icon={<KeyRound />}
      title={canCreate ? 'Create your first key' : 'No key yet'}
      description="A key lets your programs call the API. Give it a list of addresses, and it works from nowhere else."
      actions={
        canCreate && (
          <ButtonLink href={paths.newApiKey()} variant="primary">
            Create New Key
          </ButtonLink>
        )
      }
    >
      <CodeBlock
        label="Then call the API with it"
        copyLabel="Copy curl command"
        code={verifyCommand(origin, 'YOUR_API_KEY')}
      />
    </EmptyState>
  )
}

export function NoKeysFound() {
  return (
    <EmptyState
      icon={<SearchX />}
      title="No key matches"
      description="Try part of a name, the last four characters of a key, or one address."
      actions={<ButtonLink href={paths.apiKeys()}>Clear filters</ButtonLink>}
    />
  )
}
