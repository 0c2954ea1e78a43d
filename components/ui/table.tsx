import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.tsx'
import { Link } from './link.tsx'

export type TableProps = {
  /** Names the table, and the group that scrolls when the table is wider than the screen. */
  label: string
  children: ReactNode
  /** On phones every row becomes a card and every cell shows its `label`; otherwise the table scrolls sideways. */
  stack?: boolean | undefined
  className?: string | undefined
}

export function Table({ label, children, stack = false, className }: TableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: no landmark, because the section around it is one, often of the same name
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <div role="group" aria-label={label} tabIndex={0} className={classNames('relative overflow-x-auto', className)}>
      <table
        data-stack={stack || undefined}
        className="group/table w-full border-collapse text-left data-stack:max-sm:block"
        aria-label={label}
      >
        {children}
      </table>
    </div>
  )
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="border-line border-b bg-sunken/60 group-data-stack/table:max-sm:spoken">
      <tr>{children}</tr>
    </thead>
  )
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-y divide-line group-data-stack/table:max-sm:block">{children}</tbody>
}

export type SortDirection = 'ascending' | 'descending'

export type ColumnHeaderProps = {
  children: ReactNode
  /** The column sorts: the address that sorts by it, and how it is sorted now. */
  sort?: { href: string; direction: SortDirection | null } | undefined
  align?: 'start' | 'end' | undefined
  className?: string | undefined
}

export function ColumnHeader({ children, sort, align = 'start', className }: ColumnHeaderProps) {
  const Arrow =
    sort?.direction === 'ascending' ? ArrowUp : sort?.direction === 'descending' ? ArrowDown : ChevronsUpDown
  return (
    <th
      scope="col"
      aria-sort={sort ? (sort.direction ?? 'none') : undefined}
      className={classNames(
        'h-10 whitespace-nowrap px-4 font-medium text-muted text-xs first:pl-5 last:pr-5 sm:first:pl-6 sm:last:pr-6',
        align === 'end' && 'text-right',
        className,
      )}
    >
      {sort ? (
        <Link
          href={sort.href}
          scroll={false}
          className="-mx-1.5 inline-flex h-7 items-center gap-1 rounded-md px-1.5 hover:bg-hover hover:text-ink"
        >
          {children}
          <Arrow aria-hidden="true" className={classNames('size-3.5', !sort.direction && 'text-faint')} />
        </Link>
      ) : (
        children
      )}
    </th>
  )
}

export function Row({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      {...rest}
      className={classNames(
        'transition-colors hover:bg-hover/50 group-data-stack/table:max-sm:flex group-data-stack/table:max-sm:flex-col group-data-stack/table:max-sm:relative group-data-stack/table:max-sm:gap-2 group-data-stack/table:max-sm:px-5 group-data-stack/table:max-sm:py-4',
        className,
      )}
    />
  )
}

export type CellProps = Omit<ComponentProps<'td'>, 'align'> & {
  /** The column's name, shown before the value when rows are stacked on a phone. Without it the value stands alone. */
  label?: string | undefined
  align?: 'start' | 'end' | undefined
}

export function Cell({ label, align = 'start', className, children, ...rest }: CellProps) {
  return (
    <td
      {...rest}
      className={classNames(
        'px-4 py-3 align-middle first:pl-5 last:pr-5 sm:first:pl-6 sm:last:pr-6',
        align === 'end' && 'text-right',
        // A row's own buttons stand in the corner of its card.
        align === 'end' &&
          !label &&
          'group-data-stack/table:max-sm:absolute group-data-stack/table:max-sm:top-3 group-data-stack/table:max-sm:right-3',
        'group-data-stack/table:max-sm:flex group-data-stack/table:max-sm:items-baseline group-data-stack/table:max-sm:justify-between group-data-stack/table:max-sm:gap-4 group-data-stack/table:max-sm:p-0!',
        className,
      )}
    >
      {label && (
        <span aria-hidden="true" className="hidden shrink-0 text-muted group-data-stack/table:max-sm:inline">
          {label}
        </span>
      )}
      {children}
    </td>
  )
}
