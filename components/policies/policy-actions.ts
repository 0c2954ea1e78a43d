import type { z } from 'zod'
import type { Action } from '#components/form/action'
import type { AffectedPage, PolicyEffect } from '#lib/policies/effect'
import type { affectedKeysSchema, deletePolicySchema } from '#lib/policies/schema'
import type { SaveInput, WantedInput } from './policy-draft.ts'

export type PreviewAction = Action<WantedInput, { effect: PolicyEffect; first: AffectedPage }>
export type MoreKeysAction = Action<z.input<typeof affectedKeysSchema>, AffectedPage>
export type SaveAction = Action<SaveInput>
export type DeleteAction = Action<z.input<typeof deletePolicySchema>>

/** Whose policy, and the version that the editor sees; 0: there is none. */
export type PolicyPlace = { workspaceId: string | null; version: number }
