import { KeyRound, LockOpen } from 'lucide-react'
import { Fragment } from 'react'
import type { Credential, Security } from '#lib/openapi/security'
import { Code, Line } from './prose.tsx'

/** What a caller has to show, and where. */
export function SecurityNote({ security }: { security: Security | null }) {
  const Icon = security === null ? LockOpen : KeyRound
  return (
    <p className="mt-4 flex items-start gap-2 text-muted">
      <Icon aria-hidden="true" className="mt-0.75 size-4 shrink-0 text-faint" />
      <span className="min-w-0 break-words">
        {security === null ? 'No authentication needed.' : <Choices security={security} />}
      </span>
    </p>
  )
}

function Choices({ security: { choices, optional } }: { security: Security }) {
  return (
    <>
      {optional ? 'Optional: ' : 'Needs '}
      {choices.map((credential, index) => (
        <Fragment key={credential.name}>
          {index > 0 && ', or '}
          <One credential={credential} />
        </Fragment>
      ))}
      .
    </>
  )
}

function One({ credential: { name, description, header } }: { credential: Credential }) {
  return (
    <>
      {/^[aeiou]/i.test(name) ? 'an ' : 'a '}
      {name}
      {header !== null && (
        <>
          {' in '}
          <Code>{`${header.name}: ${header.value}`}</Code>
        </>
      )}
      {description !== null && (
        <>
          {' ('}
          <Line text={description.replace(/\.$/, '')} />)
        </>
      )}
    </>
  )
}
