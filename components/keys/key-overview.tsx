import { Section } from '#components/ui/card'
import { DescriptionList } from '#components/ui/description-list'
import { Time } from '#components/ui/time'
import type { KeyDetail } from '#lib/keys/views'
import { accessModeWords } from '#lib/keys/words'
import { KeyStatusBadge, KeyStatusReason } from './key-status.tsx'
import { LastUsed } from './last-used.tsx'
import { MaskedKey } from './masked-key.tsx'

export function KeyOverview({ detail: key }: { detail: KeyDetail }) {
  const { now } = key
  return (
    <Section title="Overview">
      <DescriptionList
        className="-my-3"
        items={[
          { term: 'Key', details: <MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} /> },
          {
            term: 'Status',
            details: (
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <KeyStatusBadge times={key} now={now} />
                <span className="text-muted">
                  <KeyStatusReason times={key} now={now} />
                </span>
              </span>
            ),
          },
          { term: 'Access', details: accessModeWords[key.accessMode] },
          { term: 'Last used', details: <LastUsed lastUsed={key.lastUsed} now={now} /> },
          { term: 'Calls', details: <Calls allowed={key.allowedCount} refused={key.refusedCount} /> },
          {
            term: 'Created',
            details: (
              <>
                <Time instant={key.createdAt} show="time" />
                <span className="text-muted"> by {key.createdBy ?? 'an account that is gone'}</span>
              </>
            ),
          },
          { term: 'Expires', details: key.expiresAt ? <Time instant={key.expiresAt} show="time" /> : 'Never' },
        ]}
      />
    </Section>
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
