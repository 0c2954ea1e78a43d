import type { AccessMode } from '#lib/keys/views'

type Choice = { value: AccessMode; label: string; description: string }

/** The three ways to apply a key's list, from the widest. */
export const accessChoices: readonly Choice[] = [
  {
    value: 'open',
    label: 'Any address',
    description: 'The list is not applied. Whoever has the key can use it from anywhere.',
  },
  {
    value: 'report',
    label: 'Report only',
    description: 'Calls from other addresses are let through and noted, so that you see whom the list would refuse.',
  },
  {
    value: 'enforce',
    label: 'Enforce',
    description: 'Only addresses of the list are let through. Every other call is refused.',
  },
]

/** What is said once a mode is in force. */
export const accessSaid = {
  open: 'The key is open to any address',
  report: 'The key only reports now',
  enforce: 'The key enforces its list now',
} satisfies Record<AccessMode, string>

/** The button that brings it into force. */
export const accessVerbs = {
  open: 'Open to any address',
  report: 'Only report',
  enforce: 'Enforce the list',
} satisfies Record<AccessMode, string>
