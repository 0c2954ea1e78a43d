'use client'

import { createContext, use } from 'react'

/** What a list is of. The entries of a key's list keep their notes, those of a management token do not. */
export type ListSubject = 'key' | 'token'

const ListSubjectContext = createContext<ListSubject>('key')

export const ListSubjectProvider = ListSubjectContext

export function useListSubject(): ListSubject {
  return use(ListSubjectContext)
}
