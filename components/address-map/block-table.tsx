import { Link } from '#components/ui/link'
import { Cell, ColumnHeader, Row, Table, TableBody, TableHead } from '#components/ui/table'
import { TextLink } from '#components/ui/text-link'
import type { Cell as Square } from '#lib/address-map/cells'

const number = (count: number) => count.toLocaleString('en-US')

/** The squares of a picture that are not empty, to be read. */
export function BlockTable({ cells }: { cells: readonly Square[] }) {
  return (
    <Table label="Blocks that are not empty">
      <TableHead>
        <ColumnHeader>Block</ColumnHeader>
        <ColumnHeader align="end">Keys</ColumnHeader>
        <ColumnHeader align="end">Callers</ColumnHeader>
        <ColumnHeader align="end">Refused calls</ColumnHeader>
        <ColumnHeader>
          <span className="spoken">Look-up</span>
        </ColumnHeader>
      </TableHead>
      <TableBody>
        {cells.map(({ text, keys, callers, refusals, zoomHref, lookupHref }) => (
          <Row key={text}>
            <Cell className="address">
              {zoomHref === null ? (
                text
              ) : (
                <Link href={zoomHref} scroll={false} className="rounded-xs font-medium hover:underline">
                  {text}
                </Link>
              )}
            </Cell>
            <Cell align="end" className="figures">
              {number(keys)}
            </Cell>
            <Cell align="end" className="figures">
              {number(callers)}
            </Cell>
            <Cell align="end" className="figures">
              {number(refusals)}
            </Cell>
            <Cell>
              <TextLink href={lookupHref} aria-label={`Look up ${text}`}>
                Look up
              </TextLink>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
