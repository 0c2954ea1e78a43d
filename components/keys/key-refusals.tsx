import { ShieldCheck } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import type { KeyRefusal } from '#lib/keys/views'
import { refusalWords } from '#lib/keys/words'
import { paths, withQuery } from '#lib/paths'

export type KeyRefusalsProps = { keyId: string; refusals: readonly KeyRefusal[]; canEdit: boolean; now: Date }

/** From where and why calls were refused, so that the owner can see what the caller is not told. */
export function KeyRefusals({ keyId, refusals, canEdit, now }: KeyRefusalsProps) {
  return (
    <Section
      title="Recent refusals"
      description="Calls with this key that were refused, by address and reason. Callers are never told the list."
      flush
    >
      {refusals.length === 0 ? (
        <p className="flex items-center gap-2 px-5 py-4 text-muted sm:px-6">
          <ShieldCheck aria-hidden="true" className="size-4 text-success-ink" />
          No call with this key has been refused.
        </p>
      ) : (
        <Table label="Refused addresses" stack>
          <TableHead>
            <ColumnHeader>Address</ColumnHeader>
            <ColumnHeader>Reason</ColumnHeader>
            <ColumnHeader align="end">Calls</ColumnHeader>
            <ColumnHeader>Last</ColumnHeader>
            {canEdit && (
              <ColumnHeader>
                <span className="spoken">Actions</span>
              </ColumnHeader>
            )}
          </TableHead>
          <TableBody>
            {refusals.map((refusal) => (
              <RefusalRow
                key={`${refusal.reason} ${refusal.address}`}
                refusal={refusal}
                now={now}
                addTo={canEdit ? keyId : null}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  )
}

type RefusalRowProps = { refusal: KeyRefusal; now: Date; addTo: string | null }

function RefusalRow({ refusal: { address, reason, count, firstAt, lastAt }, now, addTo }: RefusalRowProps) {
  const { title, explanation } = refusalWords(reason)
  const canAdd = addTo !== null && address !== null && (reason === 'ip_not_allowed' || reason === 'not_listed')
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        {address === null ? <span className="text-muted">Unknown</span> : <span className="address">{address}</span>}
      </Cell>
      <Cell className="min-w-56">
        <div>
          {title}
          <span className="block text-muted text-xs">{explanation}</span>
        </div>
      </Cell>
      <Cell label="Calls" align="end" className="figures">
        {count.toLocaleString('en-US')}
      </Cell>
      <Cell label="Last" className="whitespace-nowrap max-sm:text-right">
        <span>
          <Time instant={lastAt} now={now} />
          <span className="block text-muted text-xs">
            since <Time instant={firstAt} show="date" />
          </span>
        </span>
      </Cell>
      {addTo !== null && (
        <Cell align="end" className="max-sm:justify-end">
          {canAdd && (
            <ButtonLink
              size="small"
              href={withQuery(paths.editApiKey(addTo), { add: address })}
              aria-label={`Add ${address} to the list`}
            >
              Add to list
            </ButtonLink>
          )}
        </Cell>
      )}
    </Row>
  )
}
