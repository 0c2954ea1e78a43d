'use server'

import { atField, userAction } from '#lib/action'
import { addListEntries, changeListEntry, removeListEntry } from '#lib/lists/commands'
import { addListEntriesSchema, changeListEntrySchema, removeListEntrySchema } from '#lib/lists/entry-schema'

export const addEntries = userAction(addListEntriesSchema, async (input, user) => {
  const added = await addListEntries(user.actor, input)
  const isAboutText = !added.ok && (added.error === 'entry_exists' || added.error === 'policy_violation')
  return isAboutText ? atField(added, 'text') : added
})

export const changeEntry = userAction(changeListEntrySchema, ({ listId, entryId, confirmed, ...change }, user) =>
  changeListEntry(user.actor, { listId, entryId, confirmed, change }),
)

export const removeEntry = userAction(removeListEntrySchema, (input, user) => removeListEntry(user.actor, input))
