import type { AffectedKey, AffectedPage, BrokenRule, Concerned, PolicyEffect } from '#lib/policies/effect'

/** As the server's answer has it. */
export type ShownEffect = { counts: PolicyEffect; first: AffectedPage }

/** What exists and breaks a rule. */
export const brokenWords = [
  { rule: 'restricted', words: 'Let any address through', short: 'not restricted' },
  { rule: 'width', words: 'Have an entry that is too wide', short: 'too wide' },
  { rule: 'life', words: 'Would live for too long', short: 'lives too long' },
  { rule: 'notes', words: 'Have an entry without a note', short: 'no note' },
] as const satisfies readonly { rule: BrokenRule; words: string; short: string }[]

export const lossWords = {
  openness: 'Lets nobody through',
  life: 'Ends',
  width: 'Its wide entries end',
} as const satisfies Record<NonNullable<AffectedKey['loses']>, string>

/** "12 keys in 3 workspaces". */
export function keysIn({ keys, workspaces }: Concerned): string {
  const count = (number: number, one: string) => `${number.toLocaleString('en-US')} ${number === 1 ? one : `${one}s`}`
  return keys === 0 ? 'no key' : `${count(keys, 'key')} in ${count(workspaces, 'workspace')}`
}
