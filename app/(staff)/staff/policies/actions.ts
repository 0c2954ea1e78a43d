'use server'

import { ok } from '#lib/errors'
import { deletePolicy as remove } from '#lib/policies/delete-policy'
import { previewKeys, previewPolicy } from '#lib/policies/preview'
import { savePolicy as save } from '#lib/policies/save-policy'
import { affectedKeysSchema, deletePolicySchema, savePolicySchema, wantedPolicySchema } from '#lib/policies/schema'
import { staffAction } from '#lib/staff-action'

/** What a policy would do; nothing is saved. */
export const preview = staffAction(wantedPolicySchema, 'act', async (input) => ok(await previewPolicy(input)))

export const moreKeys = staffAction(affectedKeysSchema, 'act', async (input) => ok(await previewKeys(input)))

export const savePolicy = staffAction(savePolicySchema, 'act', (input, user) => save(user.staff, input))

export const deletePolicy = staffAction(deletePolicySchema, 'act', (input, user) => remove(user.staff, input))
