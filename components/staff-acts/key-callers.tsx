import { AddressText } from '#components/keys/address-text'
import { Section } from '#components/ui/card'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import { paths } from '#lib/paths'
import type { KeyCaller } from '#lib/staff-acts/key-callers'
import { rangeLabels, type TrafficRange } from '#lib/traffic/views'

export type KeyCallersProps = { callers: readonly KeyCaller[]; most: number; range: TrafficRange; now: Date }

/** Who called a key and how that ended, the latest first. */
export function KeyCallers({ callers, most, range, now }: KeyCallersProps) {
  const shown = callers.slice(0, most)
  const cut = callers.length > most ? `The latest ${most} of more.` : undefined
  return (
    <Section title="Callers" description={cut} flush={shown.length > 0}>
      {shown.length === 0 ? (
        <p className="text-muted">Nobody called in the last {rangeLabels[range]}.</p>
      ) : (
        <Table label="Who called" stack>
          <TableHead>
            <ColumnHeader>Address</ColumnHeader>
            <ColumnHeader align="end">Let through</ColumnHeader>
            <ColumnHeader align="end">Refused</ColumnHeader>
            <ColumnHeader align="end">Last</ColumnHeader>
          </TableHead>
          <TableBody>
            {shown.map((caller) => (
              <CallerRow key={caller.address} caller={caller} now={now} />
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  )
}

function CallerRow({ caller: { address, allowed, refused, lastAt }, now }: { caller: KeyCaller; now: Date }) {
  return (
    <Row>
      <Cell>
        <Place address={address} />
      </Cell>
      <Cell align="end" label="Let through" className="figures">
        {allowed.toLocaleString('en-US')}
      </Cell>
      <Cell align="end" label="Refused" className="figures">
        <span className={refused > 0n ? 'text-danger-ink' : 'text-muted'}>{refused.toLocaleString('en-US')}</span>
      </Cell>
      <Cell align="end" label="Last" className="whitespace-nowrap">
        <Time instant={lastAt} now={now} />
      </Cell>
    </Row>
  )
}

/** Many that are not kept apart have no look-up. */
function Place({ address }: { address: string | null }) {
  if (address === null) return <span className="text-muted">Address unknown</span>
  if (address.endsWith('/0')) return <span className="text-muted">Other addresses</span>
  return (
    <TextLink href={paths.staffLookup({ q: address })}>
      <AddressText address={address} />
    </TextLink>
  )
}
