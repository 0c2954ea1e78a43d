import { KeyStatusBadge } from '#components/keys/key-status'
import { Badge } from '#components/ui/badge'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { formatNumber } from '#lib/ip/count'
import type { AdmittingStaffKey, ThroughEntry } from '#lib/lookup/views'
import { KeyLink } from './key-link.tsx'

export type AdmittingKeysProps = { keys: readonly AdmittingStaffKey[]; isSingle: boolean; now: Date }

/** Keys that let the asked addresses in, by what, and how much of them. */
export function AdmittingKeys({ keys, isSingle, now }: AdmittingKeysProps) {
  return (
    <Table label="Keys that let it in" stack>
      <TableHead>
        <ColumnHeader>Key</ColumnHeader>
        <ColumnHeader>Workspace</ColumnHeader>
        <ColumnHeader>Status</ColumnHeader>
        <ColumnHeader>Through</ColumnHeader>
        {!isSingle && <ColumnHeader>How much</ColumnHeader>}
      </TableHead>
      <TableBody>
        {keys.map((key) => (
          <Row key={key.id}>
            <Cell className="max-w-64 max-sm:max-w-none">
              <KeyLink of={key} />
            </Cell>
            <Cell label="Workspace" className="max-w-48 max-sm:max-w-none max-sm:text-right">
              <span className="block truncate">{key.workspace.name}</span>
            </Cell>
            <Cell label="Status">
              <KeyStatusBadge times={key} now={now} />
            </Cell>
            <Cell label="Through" className="max-sm:text-right">
              <Through of={key} />
            </Cell>
            {!isSingle && (
              <Cell label="How much" className="max-sm:text-right">
                <span className="figures">{howMuch(key)}</span>
              </Cell>
            )}
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function howMuch({ reach, count, of }: AdmittingStaffKey): string {
  return reach === 'all' ? 'All of it' : `${formatNumber(count)} of ${formatNumber(of)} addresses`
}

const throughWords = {
  open: 'Open to any address',
  bypass: 'A timed bypass',
  report: 'It only reports',
} as const

function Through({ of: { through, entries, entryCount } }: { of: AdmittingStaffKey }) {
  if (through !== 'entries') return <Badge tone="warning">{throughWords[through]}</Badge>
  const more = entryCount - entries.length
  return (
    <ul className="min-w-0">
      {entries.map((entry) => (
        <EntryLine key={`${entry.network} ${entry.list}`} entry={entry} />
      ))}
      {more > 0 && <li className="figures text-muted">and {more.toLocaleString('en-US')} more</li>}
    </ul>
  )
}

function EntryLine({ entry: { network, note, list } }: { entry: ThroughEntry }) {
  return (
    <li>
      <span className="address wrap-anywhere">{shortOf(network)}</span>
      {network.endsWith('/0') && (
        <Badge tone="danger" className="ml-1.5">
          Any address
        </Badge>
      )}
      {note !== null && <span className="wrap-anywhere text-muted"> {note}</span>}
      {list !== null && <span className="wrap-anywhere text-muted"> of the list {list}</span>}
    </li>
  )
}

/** A single address goes without its prefix. */
function shortOf(network: string): string {
  return network.replace(network.includes(':') ? /\/128$/ : /\/32$/, '')
}
