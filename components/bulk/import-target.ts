import type { PresentEntry } from '#lib/allowlists/bulk-preview'
import type { ChangeRefusal } from '#lib/allowlists/change-refusal'
import type { Imported } from '#lib/allowlists/import-list'
import type { ListImportInput } from '#lib/allowlists/import-schema'
import type { ChangePreview } from '#lib/allowlists/preview'
import type { ActionResult } from '../form/action.tsx'

/** Where an import goes: the list as it was read for the page. */
export type ImportTarget = {
  readonly kind: 'key' | 'list'
  readonly id: string
  readonly name: string
  readonly version: number
  readonly entries: readonly PresentEntry[]
  /** It admits any address, so that a list alone refuses nobody. */
  readonly isOpen: boolean
  /** The page that shows the list. */
  readonly href: string
  readonly now: Date
}

export type ImportChange = { readonly change: ListImportInput; readonly enforce: boolean }

/** What the server does with an import: say what it would come to, and do it. */
export type ImportActions = {
  review: (input: ImportChange & { id: string }) => Promise<ActionResult<ChangePreview>>
  save: (
    input: ImportChange & { id: string; version: number; confirmed: string },
  ) => Promise<ActionResult<Imported> | ChangeRefusal>
}
