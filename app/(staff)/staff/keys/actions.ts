'use server'

import { atField } from '#lib/action'
import { changeView, deleteView, saveView, type ViewRefusal } from '#lib/key-profiles/change-views'
import { changeViewSchema, deleteViewSchema, saveViewSchema } from '#lib/key-profiles/saved-view-schema'
import { staffAction } from '#lib/staff-action'

const fieldOf = {
  not_found: null,
  name_taken: 'name',
  too_many: null,
  reads_only: 'shared',
} as const satisfies Record<ViewRefusal, string | null>

// Views are a person's own, so whoever reads may keep some.
export const saveKeyView = staffAction(saveViewSchema, 'read', async (input, { staff }) => {
  const saved = await saveView(staff, input)
  return saved.ok ? saved : atField(saved, fieldOf[saved.error])
})

export const changeKeyView = staffAction(changeViewSchema, 'read', async (input, { staff }) => {
  const changed = await changeView(staff, input)
  return changed.ok ? changed : atField(changed, fieldOf[changed.error])
})

export const deleteKeyView = staffAction(deleteViewSchema, 'read', (input, { staff }) => deleteView(staff, input))
