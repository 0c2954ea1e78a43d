'use client'

import { Bookmark, Pencil, Save, Share2, Star, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { Menu, MenuItem, MenuSeparator } from '#components/ui/menu'
import { toast } from '#components/ui/toast'
import type { SavedView } from '#lib/key-profiles/saved-views'
import { paths } from '#lib/paths'
import { DeleteView } from './delete-view.tsx'
import type { ViewActions } from './view-actions.ts'
import { ViewDialog } from './view-dialog.tsx'

type ViewMenuProps = {
  view: SavedView
  shown: Record<string, string>
  /** Whether what is shown is what the view keeps. */
  isSame: boolean
  mayShare: boolean
  actions: ViewActions
}

type Change = Omit<Parameters<ViewActions['change']>[0], 'viewId'>

/** What can be done with a view of one's own. */
export function ViewMenu({ view, shown, isSame, mayShare, actions }: ViewMenuProps) {
  const router = useRouter()
  const [asked, setAsked] = useState<'rename' | 'delete' | null>(null)
  const [pending, startChange] = useTransition()
  const close = () => setAsked(null)

  const change = (wanted: Change, said: string) =>
    startChange(async () => {
      const result = await attempt(actions.change, { viewId: view.id, ...wanted })
      if (!result.ok) return toast({ title: result.message, tone: 'danger' })
      toast({ title: said })
      router.refresh()
    })

  return (
    <>
      <Menu
        trigger={
          <Button pending={pending}>
            <Bookmark aria-hidden="true" />
            This view
          </Button>
        }
      >
        {!isSame && (
          <MenuItem icon={<Save />} onSelect={() => change({ query: shown }, `${view.name} keeps what is shown`)}>
            Keep what is shown
          </MenuItem>
        )}
        <MenuItem icon={<Pencil />} onSelect={() => setAsked('rename')}>
          {mayShare ? 'Rename or share' : 'Rename'}
        </MenuItem>
        {view.isShared && (
          <MenuItem icon={<Share2 />} onSelect={() => change({ shared: false }, `${view.name} is yours alone now`)}>
            Stop sharing
          </MenuItem>
        )}
        <MenuItem
          icon={<Star />}
          onSelect={() =>
            change(
              { isDefault: !view.isDefault },
              view.isDefault ? 'You begin with live keys' : `You begin with ${view.name}`,
            )
          }
        >
          {view.isDefault ? 'Do not begin with it' : 'Begin with it'}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 />} tone="danger" onSelect={() => setAsked('delete')}>
          Delete
        </MenuItem>
      </Menu>
      {asked === 'rename' && (
        <ViewDialog
          title="Change the view"
          description="Its filters stay as they are."
          initial={{ name: view.name, shared: view.isShared }}
          mayShare={mayShare}
          action={(typed) => actions.change({ viewId: view.id, ...typed, ...(mayShare ? {} : { shared: false }) })}
          onClose={close}
          onSaved={() => router.refresh()}
        />
      )}
      {asked === 'delete' && (
        <DeleteView
          view={view}
          remove={actions.remove}
          onClose={close}
          onDeleted={() => router.replace(paths.staffKeys({ view: 'live' }))}
        />
      )}
    </>
  )
}
