import type { Action } from '#components/form/action'

type Change = {
  viewId: string
  name?: string
  query?: Record<string, string>
  shared?: boolean
  isDefault?: boolean
}

export type ViewActions = {
  save: Action<{ name: string; query: Record<string, string>; shared: boolean }, { id: string }>
  change: Action<Change>
  remove: Action<{ viewId: string }>
}
