import { KeyStatusBadge } from '#components/keys/key-status'
import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { Section } from '#components/ui/card'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { keyStatus } from '#lib/keys/rules'
import type { CredentialAnswer, FoundToken } from '#lib/lookup/credential'
import type { LookupKey } from '#lib/lookup/views'
import { paths, withQuery } from '#lib/paths'
import { KeyLink } from './key-link.tsx'

export type FoundKeysProps = { answer: CredentialAnswer; mayAct: boolean; now: Date }

const words = {
  secret: [
    'This is its whole secret',
    'Whoever has it can use it from where its list allows. Revoke it where it leaked.',
  ],
  hint: [
    'Keys that look like it',
    'They have this beginning or end. It may be another key: only the whole secret tells for sure.',
  ],
} as const

/** Whose secret, or part of one, was asked about. What was typed is not shown again. */
export function FoundKeys({ answer, mayAct, now }: FoundKeysProps) {
  const { how, keys, tokens, isMore } = answer
  if (how === 'foreign' || how === 'nothing' || keys.length + tokens.length === 0) return <NothingFound how={how} />
  const [title, description] = words[how]
  return (
    <div role="status" className="flex flex-col gap-4">
      {tokens.map((token) => (
        <TokenFound key={token.id} token={token} />
      ))}
      {keys.length > 0 && (
        <Section
          flush
          title={title}
          description={description}
          footer={isMore ? `The latest ${keys.length} are shown; there are more.` : undefined}
        >
          <Table label="Keys that were found" stack>
            <TableHead>
              <ColumnHeader>Key</ColumnHeader>
              <ColumnHeader>Workspace</ColumnHeader>
              <ColumnHeader>Status</ColumnHeader>
              <ColumnHeader>Last used</ColumnHeader>
              <ColumnHeader>
                <span className="spoken">Actions</span>
              </ColumnHeader>
            </TableHead>
            <TableBody>
              {keys.map((key) => (
                <FoundRow key={key.id} found={key} mayAct={mayAct} now={now} />
              ))}
            </TableBody>
          </Table>
        </Section>
      )}
    </div>
  )
}

function FoundRow({ found: key, mayAct, now }: { found: LookupKey; mayAct: boolean; now: Date }) {
  const mayRevoke = mayAct && keyStatus(key, now) !== 'revoked'
  return (
    <Row>
      <Cell className="max-w-72 max-sm:max-w-none">
        <KeyLink of={key} />
      </Cell>
      <Cell label="Workspace">{key.workspace.name}</Cell>
      <Cell label="Status">
        <KeyStatusBadge times={key} now={now} />
      </Cell>
      <Cell label="Last used">
        {key.lastUsedAt === null ? (
          <span className="text-muted">Never</span>
        ) : (
          <Time instant={key.lastUsedAt} now={now} />
        )}
      </Cell>
      <Cell align="end">
        {mayRevoke && (
          <ButtonLink
            size="small"
            variant="danger"
            href={withQuery(paths.staffKey(key.id), { act: 'revoke' })}
            aria-label={`Revoke ${key.name}`}
          >
            Revoke
          </ButtonLink>
        )}
      </Cell>
    </Row>
  )
}

function TokenFound({ token: { name, workspace, owner } }: { token: FoundToken }) {
  if (workspace === null) {
    return (
      <Callout
        tone="danger"
        title={`A staff token: ${name}`}
        actions={<ButtonLink href={paths.staffTokens()}>Staff tokens</ButtonLink>}
      >
        It speaks for {owner ?? 'somebody of the staff'}, in every workspace.
      </Callout>
    )
  }
  return (
    <Callout tone="danger" title={`A management token of ${workspace}: ${name}`}>
      It manages keys of that workspace. Its people revoke it under API Keys, Management tokens
      {owner === null ? '.' : `; ${owner} made it.`}
    </Callout>
  )
}

function NothingFound({ how }: { how: CredentialAnswer['how'] }) {
  return (
    <Callout role="status" tone="info" title="No key is known by that">
      {how === 'foreign'
        ? 'It is written like a key of ours, but its checksum was not made here: it is mistyped, cut off, or of another installation.'
        : 'It is no secret of a key here, no beginning and no last four of one. Look for a name on the Keys page instead.'}
    </Callout>
  )
}
