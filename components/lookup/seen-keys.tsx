import { AddressText } from '#components/keys/address-text'
import { KeyStatusBadge } from '#components/keys/key-status'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import { refusalWords } from '#lib/keys/words'
import type { SeenKey } from '#lib/lookup/views'
import { KeyLink } from './key-link.tsx'

export type SeenKeysProps = { seen: readonly SeenKey[]; now: Date }

/** Keys that were called from the asked addresses, and how that ended. */
export function SeenKeys({ seen, now }: SeenKeysProps) {
  return (
    <Table label="Keys that were called from there" stack>
      <TableHead>
        <ColumnHeader>Key</ColumnHeader>
        <ColumnHeader>Workspace</ColumnHeader>
        <ColumnHeader>Status</ColumnHeader>
        <ColumnHeader>From</ColumnHeader>
        <ColumnHeader align="end">Let in</ColumnHeader>
        <ColumnHeader align="end">Refused</ColumnHeader>
        <ColumnHeader>First and last</ColumnHeader>
      </TableHead>
      <TableBody>
        {seen.map((key) => (
          <Row key={`${key.address} ${key.id}`}>
            <Cell className="max-w-64 max-sm:max-w-none">
              <KeyLink of={key} />
            </Cell>
            <Cell label="Workspace" className="max-w-44 max-sm:max-w-none max-sm:text-right">
              <span className="block truncate">{key.workspace.name}</span>
            </Cell>
            <Cell label="Status">
              <KeyStatusBadge times={key} now={now} />
            </Cell>
            <Cell label="From">
              <AddressText address={key.address} />
            </Cell>
            <Cell label="Let in" align="end">
              <span className="figures">{key.allowed.toLocaleString('en-US')}</span>
            </Cell>
            <Cell label="Refused" align="end">
              <Refused of={key} />
            </Cell>
            <Cell label="First and last" className="max-sm:text-right">
              <span>
                <Time instant={key.firstAt} now={now} className="block whitespace-nowrap text-muted text-xs" />
                <Time instant={key.lastAt} now={now} className="whitespace-nowrap" />
              </span>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function Refused({ of: { refused, reasons } }: { of: SeenKey }) {
  return (
    <span className="figures">
      {refused.toLocaleString('en-US')}
      {reasons.map(({ outcome, count }) => (
        <span key={outcome} className="block text-muted text-xs">
          {refusalWords(outcome).title}: {count.toLocaleString('en-US')}
        </span>
      ))}
    </span>
  )
}
