import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import { doorWords } from '#lib/keys/words'
import { paths } from '#lib/paths'
import type { ActivityEvent } from '#lib/workspaces/activity'

export type ActivityTableProps = { events: readonly ActivityEvent[]; now: Date }

export function ActivityTable({ events, now }: ActivityTableProps) {
  return (
    <Table label="Activity" stack>
      <TableHead>
        <ColumnHeader>When</ColumnHeader>
        <ColumnHeader>Who</ColumnHeader>
        <ColumnHeader>What</ColumnHeader>
        <ColumnHeader>From</ColumnHeader>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <ActivityRow key={event.id} event={event} now={now} />
        ))}
      </TableBody>
    </Table>
  )
}

function ActivityRow({ event: { at, who, label, about, keyId, address, door }, now }: ActivityRowProps) {
  return (
    <Row>
      <Cell label="When" className="whitespace-nowrap">
        <Time instant={at} now={now} className="text-muted" />
      </Cell>
      <Cell label="Who">
        <span className="wrap-anywhere">{who}</span>
      </Cell>
      <Cell label="What" className="sm:min-w-56">
        <span className="min-w-0">
          {label}
          {about !== null && <About about={about} keyId={keyId} />}
        </span>
      </Cell>
      <Cell label="From">
        <span className="min-w-0">
          {address !== null && <span className="address break-words">{address}</span>}
          <span className="block whitespace-nowrap text-muted text-xs">{doorWords(door) ?? door}</span>
        </span>
      </Cell>
    </Row>
  )
}

type ActivityRowProps = { event: ActivityEvent; now: Date }

function About({ about, keyId }: { about: string; keyId: string | null }) {
  if (keyId === null) return <span className="wrap-anywhere block text-muted">{about}</span>
  return (
    <TextLink href={paths.apiKey(keyId)} className="wrap-anywhere block w-fit font-normal">
      {about}
    </TextLink>
  )
}
