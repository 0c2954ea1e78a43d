'use client'

import { createContext, use } from 'react'

/**
 * What a list is of. `listed_key`: a key that uses named lists too, so that an empty list of its own does not open it. The
 * entries of a management token keep no notes, those of all others do.
 */
export type ListSubject = 'key' | 'listed_key' | 'token' | 'list' | 'ceiling'

const ListSubjectContext = createContext<ListSubject>('key')

export const ListSubjectProvider = ListSubjectContext

export function useListSubject(): ListSubject {
  return use(ListSubjectContext)
}
