'use server'

import { atField, userAction } from '#lib/action'
import {
  createList as create,
  deleteList as remove,
  setKeyLists as setLists,
  updateCeiling,
  updateList,
} from '#lib/lists/commands'
import { previewCeiling as previewOfCeiling, previewList as previewOfList } from '#lib/lists/preview-list'
import {
  createListSchema,
  deleteListSchema,
  previewCeilingSchema,
  previewListSchema,
  saveCeilingSchema,
  saveListSchema,
  setCeilingModeSchema,
  setKeyListsSchema,
} from '#lib/lists/schema'

export const createList = userAction(createListSchema, async (input, user) => {
  const created = await create(user.actor, input)
  if (created.ok) return created
  return created.error === 'policy_violation' ? atField(created, 'entries') : atName(created)
})

/** Name, description and the whole text of a named list at once. */
export const saveList = userAction(saveListSchema, async ({ listId, version, confirmed, ...change }, user) => {
  const saved = await updateList(user.actor, { listId, version, change, confirmed })
  if (saved.ok) return saved
  return saved.error === 'policy_violation' ? atField(saved, 'entries') : atName(saved)
})

export const deleteList = userAction(deleteListSchema, (input, user) => remove(user.actor, input))

export const setKeyLists = userAction(setKeyListsSchema, (input, user) => setLists(user.actor, input))

export const saveCeiling = userAction(saveCeilingSchema, ({ version, entries, confirmed }, user) =>
  updateCeiling(user.actor, { version, change: { entries }, confirmed }),
)

/** How the ceiling is applied is its own act, apart from what is in it. */
export const setCeilingMode = userAction(setCeilingModeSchema, ({ version, mode, confirmed }, user) =>
  updateCeiling(user.actor, { version, change: { mode }, confirmed }),
)

/** What a save would do; it saves nothing. */
export const previewList = userAction(previewListSchema, (input, user) => previewOfList(user.actor, input))

export const previewCeiling = userAction(previewCeilingSchema, (input, user) => previewOfCeiling(user.actor, input))

/** Beside the name, when it is the name that is refused. */
function atName<R extends { ok: false; error: string; message: string }>(refused: R) {
  return refused.error === 'name_taken' ? atField(refused, 'name') : refused
}
