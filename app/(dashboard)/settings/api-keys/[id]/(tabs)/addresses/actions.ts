'use server'

import { atField, userAction } from '#lib/action'
import { transaction } from '#lib/db'
import { addEntries as add } from '#lib/keys/add-entries'
import { addEntriesSchema, changeEntrySchema, removeEntrySchema } from '#lib/keys/entry-schema'
import { changeEntry as change, removeEntry as remove } from '#lib/keys/single-entries'

export const addEntries = userAction(addEntriesSchema, async (input, user) => {
  const result = await transaction((tx) => add(tx, user.actor, input))
  const isAboutText = !result.ok && (result.error === 'entry_exists' || result.error === 'policy_violation')
  return isAboutText ? atField(result, 'text') : result
})

export const changeEntry = userAction(changeEntrySchema, ({ keyId, entryId, confirmed, ...edit }, user) =>
  transaction((tx) => change(tx, user.actor, { keyId, entryId, confirmed, change: edit })),
)

export const removeEntry = userAction(removeEntrySchema, (input, user) =>
  transaction((tx) => remove(tx, user.actor, input)),
)
