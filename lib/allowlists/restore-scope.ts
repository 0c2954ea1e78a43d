export const restoreScopes = ['list', 'list_and_mode'] as const

/** What of a version comes back. `list`: the entries alone; `list_and_mode`: how the list is applied, too. */
export type RestoreScope = (typeof restoreScopes)[number]
