import { ShieldCheck } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { type AdmitsNow, admitsNow } from '#lib/keys/admits-now'
import type { KeyDetail, KeyRefusal } from '#lib/keys/views'
import { refusalWords, standingWords } from '#lib/keys/words'
import { paths, withQuery } from '#lib/paths'

export type KeyRefusalsProps = { detail: KeyDetail; refusals: readonly KeyRefusal[]; canEdit: boolean }

/** From where and why calls were refused, so that the owner can see what the caller is not told. */
export function KeyRefusals({ detail, refusals, canEdit }: KeyRefusalsProps) {
  const admits = refusals.length === 0 ? nobody : admitsNow(detail)
  return (
    <Section
      title="Recent refusals"
      description="Calls with this key that were refused, by address and reason. Callers are never told the list."
      flush
    >
      {refusals.length === 0 ? (
        <p className="flex items-center gap-2 px-5 py-4 text-muted sm:px-6">
          <ShieldCheck aria-hidden="true" className="size-4 shrink-0 text-success-ink" />
          No {detail.replacedBy === null ? '' : 'other '}call with this key has been refused.
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
                admits={refusal.address === null ? { kind: 'no' } : admits(refusal.address)}
                addTo={canEdit ? detail.id : null}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  )
}

const nobody = (): AdmitsNow => ({ kind: 'no' })

type RefusalRowProps = { refusal: KeyRefusal; now: Date; admits: AdmitsNow; addTo: string | null }

function RefusalRow({ refusal, now, admits, addTo }: RefusalRowProps) {
  const { address, reason, count, firstAt, lastAt } = refusal
  const { title, explanation } = refusalWords(reason)
  const isAboutList = reason === 'ip_not_allowed' || reason === 'not_listed'
  // Adding the text of an entry that is there already would change nothing.
  const isListed = admits.kind === 'yes' || (admits.kind === 'resting' && admits.entry.text === address)
  const canAdd = addTo !== null && address !== null && isAboutList && !isListed
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        {address === null ? <span className="text-muted">Unknown</span> : <span className="address">{address}</span>}
      </Cell>
      <Cell className="min-w-56">
        <div>
          {title}
          <span className="block text-muted text-xs">{(isAboutList && sinceThen(admits)) || explanation}</span>
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

/** What was refused may have been put right since. */
function sinceThen(admits: AdmitsNow): string | null {
  if (admits.kind === 'yes') return 'By now the key admits this address.'
  if (admits.kind === 'no') return null
  const { text, standing } = admits.entry
  return `Its entry ${text} is ${standingWords[standing].toLowerCase()}, so it admits nobody.`
}
