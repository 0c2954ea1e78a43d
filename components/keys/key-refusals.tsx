import { ShieldCheck } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { parseAddress } from '#lib/ip/address'
import { parseAllowlist } from '#lib/ip/allowlist'
import { compileMatcher } from '#lib/ip/matcher'
import type { KeyDetail, KeyRefusal } from '#lib/keys/views'
import { refusalWords } from '#lib/keys/words'
import { paths, withQuery } from '#lib/paths'

export type KeyRefusalsProps = { detail: KeyDetail; refusals: readonly KeyRefusal[]; canEdit: boolean }

/** From where and why calls were refused, so that the owner can see what the caller is not told. */
export function KeyRefusals({ detail, refusals, canEdit }: KeyRefusalsProps) {
  const isAdmitted = refusals.length === 0 ? () => false : admittedNow(detail)
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
                now={detail.now}
                admitted={refusal.address !== null && isAdmitted(refusal.address)}
                addTo={canEdit ? detail.id : null}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  )
}

/** Tells whether a call from an address would pass by now: what was refused may have been put right since. */
function admittedNow({ accessMode, allowedIps }: KeyDetail): (address: string) => boolean {
  if (accessMode === 'open') return () => true
  const list = parseAllowlist(allowedIps)
  const matcher = compileMatcher(list.kind === 'items' ? list.networks.map(({ network }) => network) : [])
  return (text) => {
    const address = parseAddress(text)
    return address !== null && matcher.matches(address)
  }
}

type RefusalRowProps = { refusal: KeyRefusal; now: Date; admitted: boolean; addTo: string | null }

function RefusalRow({ refusal, now, admitted, addTo }: RefusalRowProps) {
  const { address, reason, count, firstAt, lastAt } = refusal
  const { title, explanation } = refusalWords(reason)
  const isAboutList = reason === 'ip_not_allowed' || reason === 'not_listed'
  const canAdd = addTo !== null && address !== null && isAboutList && !admitted
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        {address === null ? <span className="text-muted">Unknown</span> : <span className="address">{address}</span>}
      </Cell>
      <Cell className="min-w-56">
        <div>
          {title}
          <span className="block text-muted text-xs">
            {isAboutList && admitted ? 'By now the key admits this address.' : explanation}
          </span>
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
