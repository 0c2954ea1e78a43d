import type { ReactNode } from 'react'
import { Badge } from '#components/ui/badge'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { TextLink } from '#components/ui/text-link'
import { Time } from '#components/ui/time'
import type { TrailEvent } from '#lib/audit/trail'
import { doorWords } from '#lib/keys/words'
import { paths } from '#lib/paths'

export type TrailTableProps = {
  events: readonly TrailEvent[]
  /** The event that is open, and what is told of it. */
  open: { id: string; detail: ReactNode } | null
  /** The address of this page with an event opened, or with none. */
  hrefOf: (event: string | null) => string
  now: Date
}

/** Events of all workspaces, each of which opens to what it changed. */
export function TrailTable({ events, open, hrefOf, now }: TrailTableProps) {
  return (
    <Table label="Events" stack>
      <TableHead>
        <ColumnHeader>When</ColumnHeader>
        <ColumnHeader>Who</ColumnHeader>
        <ColumnHeader>What</ColumnHeader>
        <ColumnHeader>Workspace</ColumnHeader>
        <ColumnHeader>From</ColumnHeader>
        <ColumnHeader align="end">
          <span className="spoken">Details</span>
        </ColumnHeader>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <EventRows
            key={event.id}
            event={event}
            detail={open?.id === event.id ? open.detail : null}
            href={hrefOf(open?.id === event.id ? null : event.id)}
            now={now}
          />
        ))}
      </TableBody>
    </Table>
  )
}

type EventRowsProps = { event: TrailEvent; detail: ReactNode; href: string; now: Date }

function EventRows({ event, detail, href, now }: EventRowsProps) {
  const { id, at, workspace, address, door, label } = event
  return (
    <>
      <Row id={`event-${id}`}>
        <Cell label="When" className="whitespace-nowrap">
          <Time instant={at} now={now} className="text-muted max-sm:mr-16" />
        </Cell>
        <Cell label="Who" className="sm:min-w-48">
          <Who event={event} />
        </Cell>
        <Cell label="What" className="sm:min-w-40">
          <span className="min-w-0">
            {label}
            <Subject event={event} />
          </span>
        </Cell>
        <Cell label="Workspace">
          {workspace === null ? (
            <span className="text-faint">none</span>
          ) : (
            <TextLink href={paths.staffAudit({ workspace: workspace.id })} className="wrap-anywhere">
              {workspace.name ?? shortId(workspace.id)}
            </TextLink>
          )}
        </Cell>
        <Cell label="From">
          <span className="min-w-0">
            {address !== null && (
              <TextLink href={paths.staffAudit({ address })} className="address break-words">
                {address}
              </TextLink>
            )}
            <span className="block whitespace-nowrap text-muted text-xs">{doorWords(door) ?? door}</span>
          </span>
        </Cell>
        <Cell align="end">
          <TextLink href={href} scroll={false} aria-label={`${detail ? 'Close' : 'Details of'} event ${id}`}>
            {detail ? 'Close' : 'Details'}
          </TextLink>
        </Cell>
      </Row>
      {detail && (
        <tr className="bg-sunken/60 max-sm:block">
          <td colSpan={6} className="px-5 py-4 max-sm:block sm:px-6">
            {detail}
          </td>
        </tr>
      )}
    </>
  )
}

function Who({ event: { who, actorId, staffRole, token } }: { event: TrailEvent }) {
  return (
    <span className="min-w-0">
      <TextLink href={paths.staffAudit({ actor: actorId ?? who })} className="wrap-anywhere">
        {who}
      </TextLink>
      {staffRole !== null && <Badge className="ml-1.5">{staffRole === 'auditor' ? 'Auditor' : 'Staff'}</Badge>}
      {token !== null && (
        <span className="wrap-anywhere block text-muted text-xs">by token {token.name ?? shortId(token.id)}</span>
      )}
    </span>
  )
}

function Subject({ event: { subject } }: { event: TrailEvent }) {
  if (subject === null) return null
  const { id, kind, name } = subject
  return (
    <TextLink
      href={kind === 'key' ? paths.staffKey(id) : paths.staffAudit({ key: id })}
      className="wrap-anywhere block w-fit font-normal"
    >
      {name ?? shortId(id)}
    </TextLink>
  )
}

/** Ids begin with their time, so their ends tell them apart. */
function shortId(id: string): string {
  return `…${id.slice(-8)}`
}
