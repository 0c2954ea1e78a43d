import { ListChecks } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { EmptyState } from '#components/ui/empty-state'
import { paths } from '#lib/paths'

const examples = [
  { name: 'Office', text: '198.51.100.0/26 # Floors 1 to 3', use: 'for keys that people use at their desks' },
  { name: 'Production egress', text: '203.0.113.10-203.0.113.13 # NAT gateways', use: 'for every key of your servers' },
]

/** The first visit: what a named list is for, with two that most workspaces could use. */
export function NoListsYet({ canChange }: { canChange: boolean }) {
  return (
    <EmptyState
      icon={<ListChecks />}
      title="Keep an address once, for many keys"
      description="A named list is shared by all keys that use it. Change it once, and the next call of each of them is judged by it."
      actions={
        canChange && (
          <ButtonLink href={paths.newNamedList()} variant="primary">
            Create named list
          </ButtonLink>
        )
      }
    >
      <dl className="divide-y divide-line overflow-hidden rounded-lg border border-line">
        {examples.map(({ name, text, use }) => (
          <div key={name} className="px-4 py-3">
            <dt>
              <span className="font-medium">{name}</span>
              <span className="text-muted">, {use}</span>
            </dt>
            <dd className="address wrap-anywhere mt-0.5 text-muted">{text}</dd>
          </div>
        ))}
      </dl>
      {!canChange && (
        <p className="mt-4 text-center text-muted">Owners and admins of the workspace make these lists.</p>
      )}
    </EmptyState>
  )
}
