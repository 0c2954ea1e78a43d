import { KeyMetadata } from '#components/keys/key-metadata'
import { KeyScopes } from '#components/keys/key-scopes'
import { KeyStatusBadge, KeyStatusReason } from '#components/keys/key-status'
import { LastUsed } from '#components/keys/last-used'
import { MaskedKey } from '#components/keys/masked-key'
import { Section } from '#components/ui/card'
import { DescriptionList, type DescriptionListProps } from '#components/ui/description-list'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { KeyDetail, OtherKey } from '#lib/keys/views'
import { doorWords, rateLimitWords, revocationWords } from '#lib/keys/words'
import { paths } from '#lib/paths'
import type { StaffKey } from '#lib/staff-acts/staff-key'

type Items = DescriptionListProps['items']

/** What a key is, whose it is and how it stands. */
export function StaffKeyOverview({ of: { detail: key, workspace, owner } }: { of: StaffKey }) {
  return (
    <Section title="Overview">
      <DescriptionList
        className="-my-3"
        items={[
          { term: 'Key', details: <MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} /> },
          { term: 'Id', details: <span className="address wrap-anywhere">{key.id}</span> },
          {
            term: 'Workspace',
            details: <TextLink href={paths.staffKeys({ workspace: workspace.id })}>{workspace.name}</TextLink>,
          },
          { term: 'Owner', details: owner ?? <span className="text-muted">No account</span> },
          { term: 'Kind', details: kindWords(key) },
          { term: 'Status', details: <Status of={key} /> },
          ...rotationItems(key),
          ...programItems(key),
          { term: 'Last used', details: <LastUsed lastUsed={key.lastUsed} now={key.now} /> },
          { term: 'Calls', details: <Calls of={key} /> },
          { term: 'Created', details: <Created of={key} /> },
          { term: 'Expires', details: key.expiresAt ? <Time instant={key.expiresAt} show="time" /> : 'Never' },
        ]}
      />
    </Section>
  )
}

function kindWords({ kind, visibility }: KeyDetail): string {
  const made = kind === 'imported' ? 'Imported' : 'Issued here'
  return visibility === 'public' ? `${made}, publishable` : made
}

function Status({ of: key }: { of: KeyDetail }) {
  const why = key.revocationReason === null ? null : revocationWords(key.revocationReason)
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <KeyStatusBadge times={key} now={key.now} />
        <span className="text-muted">
          <KeyStatusReason times={key} now={key.now} />
        </span>
      </span>
      {key.staffRevokedAt !== null && <p className="mt-1">By staff</p>}
      {why && <p className="mt-1">{why}</p>}
      {key.revocationDescription && (
        <p className="wrap-anywhere mt-1 whitespace-pre-line text-muted">{key.revocationDescription}</p>
      )}
    </>
  )
}

function rotationItems({ replaces, replacedBy }: KeyDetail): Items {
  return [
    ...(replacedBy === null ? [] : [{ term: 'Replaced by', details: <OtherKeyLink other={replacedBy} /> }]),
    ...(replaces === null ? [] : [{ term: 'Replaces', details: <OtherKeyLink other={replaces} /> }]),
  ]
}

function OtherKeyLink({ other: { id, displayPrefix, lastFour } }: { other: OtherKey }) {
  return (
    <TextLink href={paths.staffKey(id)}>
      <MaskedKey displayPrefix={displayPrefix} lastFour={lastFour} />
    </TextLink>
  )
}

function programItems({ actorId, scopes, rateLimit, metadata }: KeyDetail): Items {
  return [
    ...(actorId === '' ? [] : [{ term: 'Actor', details: <span className="address wrap-anywhere">{actorId}</span> }]),
    ...(scopes.length === 0 ? [] : [{ term: 'Scopes', details: <KeyScopes scopes={scopes} /> }]),
    ...(rateLimit === null ? [] : [{ term: 'Rate limit', details: rateLimitWords(rateLimit) }]),
    ...(metadata === null || Object.keys(metadata).length === 0
      ? []
      : [{ term: 'Metadata', details: <KeyMetadata metadata={metadata} /> }]),
  ]
}

function Calls({ of: { allowedCount, refusedCount } }: { of: KeyDetail }) {
  return (
    <span className="figures">
      {allowedCount.toLocaleString('en-US')} let through
      <span className="text-muted"> · {refusedCount.toLocaleString('en-US')} refused</span>
    </span>
  )
}

function Created({ of: { createdAt, createdBy, createdThrough } }: { of: KeyDetail }) {
  const through = createdThrough === null ? null : doorWords(createdThrough)
  return (
    <>
      <Time instant={createdAt} show="time" />
      <span className="wrap-anywhere text-muted">
        {' '}
        by {createdBy ?? 'an account that is gone'}
        {through && `, ${through}`}
      </span>
    </>
  )
}
