import { Section } from '#components/ui/card'
import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { Time } from '#components/ui/time'
import type { StandingAcknowledgement } from '#lib/findings/views'
import { paths } from '#lib/paths'
import { Reopen, type ReopenAction } from './reopen.tsx'

export type AcknowledgementsProps = {
  acknowledgements: readonly StandingAcknowledgement[]
  now: Date
  /** Absent for who only reads. */
  reopen: ReopenAction | undefined
}

/** What somebody acknowledged of a rule, until when and why. */
export function Acknowledgements({ acknowledgements, now, reopen }: AcknowledgementsProps) {
  if (acknowledgements.length === 0)
    return <Section title="Acknowledged" description="Nothing is left out of this finding." />
  return (
    <Section title="Acknowledged" description="Left out of count and list until the day given." flush>
      <Table label="Acknowledgements" stack>
        <TableHead>
          <ColumnHeader>What</ColumnHeader>
          <ColumnHeader className="px-3">Reason</ColumnHeader>
          <ColumnHeader className="px-3">Until</ColumnHeader>
          {reopen && (
            <ColumnHeader className="px-3">
              <span className="spoken">Actions</span>
            </ColumnHeader>
          )}
        </TableHead>
        <TableBody>
          {acknowledgements.map((one) => (
            <AcknowledgementRow key={one.id} {...{ one, now, reopen }} />
          ))}
        </TableBody>
      </Table>
    </Section>
  )
}

type RowProps = { one: StandingAcknowledgement } & Pick<AcknowledgementsProps, 'now' | 'reopen'>

function AcknowledgementRow({ one, now, reopen }: RowProps) {
  const what = one.key?.name ?? `Every key of ${one.workspaceName}`
  return (
    <Row>
      <Cell className="max-w-60 max-sm:max-w-none">
        <div className="min-w-0 max-sm:pr-24">
          {one.key === null ? (
            <span className="font-medium">{what}</span>
          ) : (
            <Link href={paths.staffKey(one.key.id)} className="block truncate rounded-xs font-medium hover:underline">
              {what}
            </Link>
          )}
          {one.key !== null && <span className="block truncate text-muted text-xs">{one.workspaceName}</span>}
        </div>
      </Cell>
      <Cell label="Reason" className="px-3">
        <div className="wrap-anywhere min-w-0 max-sm:text-right">
          {one.reason}
          <span className="block text-muted text-xs">
            {one.by}, <Time instant={one.at} now={now} />
          </span>
        </div>
      </Cell>
      <Cell label="Until" className="whitespace-nowrap px-3">
        <Time instant={one.until} show="time" />
      </Cell>
      {reopen && (
        <Cell align="end" className="px-3">
          <Reopen id={one.id} what={what} action={reopen} />
        </Cell>
      )}
    </Row>
  )
}
