import { Tabs } from '#components/ui/tabs'
import { EVERY_LIVE_KEY, type KeyListState, viewQuery } from '#lib/key-profiles/list-query'
import type { SavedView } from '#lib/key-profiles/saved-views'
import { paths } from '#lib/paths'
import { SaveView } from './save-view.tsx'
import type { ViewActions } from './view-actions.ts'
import { ViewMenu } from './view-menu.tsx'

export type ViewBarProps = {
  views: readonly SavedView[]
  state: KeyListState
  /** Auditors keep their views to themselves. */
  mayShare: boolean
  actions: ViewActions
}

/** The saved views, and what can be done with what is shown now. */
export function ViewBar({ views, state, mayShare, actions }: ViewBarProps) {
  const shown = viewQuery(state)
  const current = views.find(({ id }) => id === state.view) ?? null
  const isPlain = Object.keys(shown).length === 0
  const isSame = current === null ? isPlain : JSON.stringify(current.query) === JSON.stringify(shown)
  const tabs = [
    { label: 'Live keys', href: paths.staffKeys({ view: EVERY_LIVE_KEY }), current: current === null && isPlain },
    ...views.map((view) => ({
      label: view.isOwn ? view.name : `${view.name} (${nameOf(view.owner)})`,
      href: paths.staffKeys({ ...view.query, view: view.id }),
      current: view.id === current?.id,
    })),
  ]
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <Tabs label="Views" tabs={tabs} className="min-w-0 flex-1 basis-64" />
      <div className="flex gap-2">
        {!isSame && <SaveView query={shown} mayShare={mayShare} actions={actions} />}
        {current?.isOwn && <ViewMenu key={current.id} {...{ view: current, shown, isSame, mayShare, actions }} />}
      </div>
    </div>
  )
}

/** Of an e-mail address what stands before the @. */
function nameOf(email: string): string {
  return email.split('@')[0] ?? email
}
