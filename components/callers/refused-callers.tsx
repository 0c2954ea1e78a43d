import { ColumnHeader, Table, TableBody, TableHead } from '#components/ui/table'
import { admitsNow, listedNow } from '#lib/keys/admits-now'
import type { KeyDetail } from '#lib/keys/views'
import { allowedChoice } from '#lib/traffic/allowed-choice'
import { nearWords } from '#lib/traffic/near-words'
import type { RefusedGroup } from '#lib/traffic/refused-groups'
import { type CallerActions, isAboutList, RefusedRow } from './refused-row.tsx'

export type RefusedCallersProps = {
  label: string
  detail: KeyDetail
  groups: readonly RefusedGroup[]
  actions: CallerActions | null
}

/** Refused callers with what the key's lists say of each by now. */
export function RefusedCallers({ label, detail, groups, actions }: RefusedCallersProps) {
  const admits = admitsNow(detail)
  const listed = listedNow(detail)
  const subject = { id: detail.id, name: detail.name, onlyReports: detail.accessMode === 'report' }
  return (
    <Table label={label} stack>
      <TableHead>
        <ColumnHeader>Address</ColumnHeader>
        <ColumnHeader>Why</ColumnHeader>
        <ColumnHeader>Calls</ColumnHeader>
        {actions !== null && (
          <ColumnHeader>
            <span className="spoken">Actions</span>
          </ColumnHeader>
        )}
      </TableHead>
      <TableBody>
        {groups.map((group) => {
          const now = group.place === null ? null : admits(group.place)
          const isMissing = now?.kind === 'no' || now?.kind === 'partly'
          const helps = isMissing && group.reasons.some(({ reason }) => isAboutList(reason))
          return (
            <RefusedRow
              key={group.text}
              group={group}
              admits={now}
              near={group.place !== null && now?.kind === 'no' ? nearWords(listed, group.place) : null}
              choice={helps ? allowedChoice(group) : null}
              subject={subject}
              actions={actions}
              now={detail.now}
            />
          )
        })}
      </TableBody>
    </Table>
  )
}
