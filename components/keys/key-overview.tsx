import { Section } from '#components/ui/card'
import { DescriptionList, type DescriptionListProps } from '#components/ui/description-list'
import { Time } from '#components/ui/time'
import type { KeyDetail } from '#lib/keys/views'
import { doorWords, rateLimitWords, revocationWords } from '#lib/keys/words'
import { KeyMetadata } from './key-metadata.tsx'
import { KeyScopes } from './key-scopes.tsx'
import { KeyStatusBadge, KeyStatusReason } from './key-status.tsx'
import { LastUsed } from './last-used.tsx'
import { MaskedKey } from './masked-key.tsx'
import { OtherKeyLink } from './other-key.tsx'

type Items = DescriptionListProps['items']

/** What a key is and how it stands. What only programs give a key is shown where there is some. */
export function KeyOverview({ detail: key }: { detail: KeyDetail }) {
  const { now } = key
  return (
    <Section title="Overview">
      <DescriptionList
        className="-my-3"
        items={[
          {
            term: 'Key',
            details: (
              <>
                <MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} />
                <KeyOrigin of={key} />
              </>
            ),
          },
          { term: 'Status', details: <Status of={key} /> },
          ...rotationItems(key),
          ...programItems(key),
          { term: 'Last used', details: <LastUsed lastUsed={key.lastUsed} now={now} /> },
          { term: 'Calls', details: <Calls allowed={key.allowedCount} refused={key.refusedCount} /> },
          { term: 'Created', details: <Created of={key} /> },
          { term: 'Expires', details: key.expiresAt ? <Time instant={key.expiresAt} show="time" /> : 'Never' },
        ]}
      />
    </Section>
  )
}

/** What sets the key apart, in a sentence each. */
function KeyOrigin({ of: { kind, visibility } }: { of: KeyDetail }) {
  return (
    <>
      {kind === 'imported' && <p className="text-muted">Imported: its secret was made elsewhere.</p>}
      {visibility === 'public' && <p className="text-muted">Publishable: it may be shown to anybody.</p>}
    </>
  )
}

function rotationItems({ replaces, replacedBy }: KeyDetail): Items {
  return [
    ...(replacedBy === null ? [] : [{ term: 'Replaced by', details: <OtherKeyLink other={replacedBy} /> }]),
    ...(replaces === null ? [] : [{ term: 'Replaces', details: <OtherKeyLink other={replaces} /> }]),
  ]
}

function programItems({ actorId, scopes, rateLimit, metadata }: KeyDetail): Items {
  return [
    ...(actorId === '' ? [] : [{ term: 'Actor', details: <span className="address wrap-anywhere">{actorId}</span> }]),
    ...(scopes.length === 0 ? [] : [{ term: 'Scopes', details: <KeyScopes scopes={scopes} /> }]),
    ...(rateLimit === null
      ? []
      : [{ term: 'Rate limit', details: <span className="figures">{rateLimitWords(rateLimit)}</span> }]),
    ...(metadata === null || Object.keys(metadata).length === 0
      ? []
      : [{ term: 'Metadata', details: <KeyMetadata metadata={metadata} /> }]),
  ]
}

function Status({ of: key }: { of: KeyDetail }) {
  const why = key.revocationReason === null ? null : revocationWords(key.revocationReason)
  // A key that was rotated says so already, and by which key.
  const says = key.replacedBy === null || key.revocationReason !== 'superseded' ? why : null
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <KeyStatusBadge times={key} now={key.now} />
        <span className="text-muted">
          <KeyStatusReason times={key} now={key.now} />
        </span>
      </span>
      {says && <p className="mt-1">{says}</p>}
      {key.revocationDescription && (
        <p className="wrap-anywhere mt-1 whitespace-pre-line text-muted">{key.revocationDescription}</p>
      )}
    </>
  )
}

function Created({ of: { createdAt, createdBy, createdThrough } }: { of: KeyDetail }) {
  const through = createdThrough === null || createdThrough === 'dashboard' ? null : doorWords(createdThrough)
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

function Calls({ allowed, refused }: { allowed: bigint; refused: bigint }) {
  return (
    <span className="figures">
      {allowed.toLocaleString('en-US')} let through
      <span className="text-muted"> · {refused.toLocaleString('en-US')} refused</span>
    </span>
  )
}
