import type { AlertRow } from '#lib/alerts/views'
import { kindWords } from '#lib/alerts/words'
import type { MuteChoice } from './alert-actions.tsx'

/** `subject`: may mute the key or list of this alert; `everywhere`: may mute a kind in the whole workspace. */
export type MuteRights = { subject: boolean; everywhere: boolean }

/** From the narrowest to the widest. */
export function muteChoices({ kind, subjectId, subjectExists, happening }: AlertRow, may: MuteRights): MuteChoice[] {
  const kindLabel = `“${kindWords[kind].label}”`
  const choices: MuteChoice[] = []
  if (may.subject && subjectExists && subjectId !== null && happening !== null) {
    const { name } = happening.detail.subject
    choices.push({ label: `Mute ${kindLabel} of ${name}`, scope: { kind, subjectId } })
    choices.push({ label: `Mute everything of ${name}`, scope: { kind: null, subjectId } })
  }
  if (may.everywhere) choices.push({ label: `Mute ${kindLabel} everywhere`, scope: { kind, subjectId: null } })
  return choices
}
