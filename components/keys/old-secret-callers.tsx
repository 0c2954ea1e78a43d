import { ShieldCheck } from 'lucide-react'
import { CallsCell } from '#components/callers/calls-cell'
import { Badge } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { statusWords } from '#lib/keys/rules'
import type { KeyDetail, OtherKey } from '#lib/keys/views'
import type { KeyRefusal } from '#lib/traffic/views'
import { AddressText } from './address-text.tsx'
import { OtherKeyLink } from './other-key.tsx'

export type OldSecretCallersProps = { detail: KeyDetail; successor: OtherKey; callers: readonly KeyRefusal[] }

/** Who has not moved to the new secret of a rotation yet: whoever is here breaks, or broke, when the grace period ends. */
export function OldSecretCallers({ detail, successor, callers }: OldSecretCallersProps) {
  const { isRotated, reason } = statusWords(detail, detail.now)
  return (
    <Section
      title="Who still uses the old secret"
      description={
        <>
          The new secret is <OtherKeyLink other={successor} />.{' '}
          {isRotated && reason ? (
            <>
              Calls with this one are let through until <Time instant={reason.at} show="time" />.
            </>
          ) : (
            'Calls with this one are refused.'
          )}
        </>
      }
      flush
    >
      {callers.length === 0 ? (
        <p className="flex items-center gap-2 px-5 py-4 text-muted sm:px-6">
          <ShieldCheck aria-hidden="true" className="size-4 shrink-0 text-success-ink" />
          Nobody has called with the old secret since the rotation.
        </p>
      ) : (
        <CallerTable callers={callers} now={detail.now} />
      )}
    </Section>
  )
}

function CallerTable({ callers, now }: { callers: readonly KeyRefusal[]; now: Date }) {
  return (
    <Table label="Callers with the old secret" stack>
      <TableHead>
        <ColumnHeader>Address</ColumnHeader>
        <ColumnHeader>Outcome</ColumnHeader>
        <ColumnHeader>Calls</ColumnHeader>
      </TableHead>
      <TableBody>
        {callers.map((caller) => (
          <CallerRow key={`${caller.reason} ${caller.address}`} caller={caller} now={now} />
        ))}
      </TableBody>
    </Table>
  )
}

function CallerRow({ caller, now }: { caller: KeyRefusal; now: Date }) {
  const { address, reason, count, firstAt, lastAt } = caller
  return (
    <Row>
      <Cell>{address === null ? <span className="text-muted">Unknown</span> : <AddressText address={address} />}</Cell>
      <Cell label="Outcome">
        {reason === 'old_secret' ? (
          <Badge tone="warning">Let through with the old secret</Badge>
        ) : (
          <Badge tone="danger">Refused</Badge>
        )}
      </Cell>
      <CallsCell count={count} firstAt={firstAt} lastAt={lastAt} now={now} />
    </Row>
  )
}
