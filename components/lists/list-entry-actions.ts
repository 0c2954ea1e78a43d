import type { z } from 'zod'
import type { GuardedResult } from '#components/allowlists/use-lockout-guard'
import type { AddAction } from '#components/entries/add-entry'
import type { EntryActions } from '#components/entries/use-entry-changes'
import type { addListEntriesSchema, changeListEntrySchema, removeListEntrySchema } from '#lib/lists/entry-schema'

/** What the server does with single entries of a named list. */
export type ListEntryActions = {
  add: (input: z.input<typeof addListEntriesSchema>) => ReturnType<AddAction>
  change: (input: z.input<typeof changeListEntrySchema>) => Promise<GuardedResult>
  remove: (input: z.input<typeof removeListEntrySchema>) => Promise<GuardedResult>
}

/** The same for the parts that edit entries, which call whoever owns them the key. */
export function ofOwner({ add, change, remove }: ListEntryActions): EntryActions & { add: AddAction } {
  return {
    add: ({ keyId: listId, enforce: _, ...input }) => add({ ...input, listId }),
    change: ({ keyId: listId, ...input }) => change({ ...input, listId }),
    remove: ({ keyId: listId, ...input }) => remove({ ...input, listId }),
  }
}
