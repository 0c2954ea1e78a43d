import type { ListSubject } from './list-subject.tsx'

/** What a list without entries amounts to, for each thing that a list can be of. */
export type EmptyListWords = {
  /** Beside the field. */
  hint: string
  /** In the line above the reading. */
  summary: string
  /** `open`: whoever is asked about would be let through. */
  tone: 'open' | 'ok'
  /** What is said of an address that is tried on it. */
  verdict: string
}

export const emptyListWords = {
  key: {
    hint: 'Leave empty to allow any address',
    summary: 'Any address can use this key',
    tone: 'open',
    verdict: 'The list is empty, so any address can use this key',
  },
  listed_key: {
    hint: 'Leave empty to allow only what its named lists admit',
    summary: 'Only its named lists admit callers',
    tone: 'ok',
    verdict: 'The key’s own list is empty; its named lists may admit it',
  },
  token: {
    hint: 'Leave empty to allow any address',
    summary: 'Any address can use this token',
    tone: 'open',
    verdict: 'The list is empty, so any address can use this token',
  },
  list: {
    hint: 'An empty list admits nobody',
    summary: 'The list admits nobody',
    tone: 'ok',
    verdict: 'The list is empty, so it admits nobody',
  },
  ceiling: {
    hint: 'Keys can only narrow this; nothing outside it can use any of them while the ceiling is enforced',
    summary: 'There is nothing within the ceiling yet',
    tone: 'ok',
    verdict: 'The ceiling is empty, so it admits nobody',
  },
} as const satisfies Record<ListSubject, EmptyListWords>
