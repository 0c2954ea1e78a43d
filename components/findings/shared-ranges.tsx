import { Section } from '#components/ui/card'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { TextLink } from '#components/ui/text-link'
import type { SharedRange } from '#lib/findings/views'
import { paths } from '#lib/paths'

/** The ranges that most workspaces share. */
export function SharedRanges({ ranges }: { ranges: readonly SharedRange[] }) {
  if (ranges.length === 0) return null
  return (
    <Section
      title="Ranges"
      description="Those that most workspaces share. The server looks for them every quarter of an hour."
      flush
    >
      <div className="max-h-96 overflow-y-auto">
        <Table label="Shared ranges">
          <TableHead>
            <ColumnHeader>Range</ColumnHeader>
            <ColumnHeader align="end">Workspaces</ColumnHeader>
          </TableHead>
          <TableBody>
            {ranges.map(({ network, workspaces }) => (
              <Row key={network}>
                <Cell>
                  <TextLink href={paths.staffLookup({ q: network })} className="address">
                    {network}
                  </TextLink>
                </Cell>
                <Cell align="end" className="figures">
                  {workspaces.toLocaleString('en-US')}
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      </div>
    </Section>
  )
}
