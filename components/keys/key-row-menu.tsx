'use client'

import { Ban, Eye, KeyRound, MoreHorizontal, Pause, Play, RefreshCw } from 'lucide-react'
import { IconButton } from '#components/ui/icon-button'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '#components/ui/menu'
import type { KeyAction } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { type KeySubject, type LifecycleActions, useKeyLifecycle } from './key-lifecycle.tsx'

export type KeyRowMenuProps = {
  subject: KeySubject & { replacesId: string | null; replacedById: string | null }
  actions: readonly KeyAction[]
  lifecycle: LifecycleActions
}

export function KeyRowMenu({ subject, actions, lifecycle }: KeyRowMenuProps) {
  const { id, name, revokeNeedsName, replacesId, replacedById } = subject
  const { pause, resume, revoke, rotate, pending, dialogs } = useKeyLifecycle({ id, name, revokeNeedsName }, lifecycle)
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More for ${name}`} icon={<MoreHorizontal />} size="small" pending={pending !== null} />
        }
      >
        <MenuLink href={paths.apiKey(id)} icon={<Eye />}>
          Details
        </MenuLink>
        {replacedById && (
          <MenuLink href={paths.apiKey(replacedById)} icon={<KeyRound />}>
            New key of the rotation
          </MenuLink>
        )}
        {replacesId && (
          <MenuLink href={paths.apiKey(replacesId)} icon={<KeyRound />}>
            Old key of the rotation
          </MenuLink>
        )}
        {actions.includes('pause') && (
          <MenuItem onSelect={pause} icon={<Pause />}>
            Pause
          </MenuItem>
        )}
        {actions.includes('resume') && (
          <MenuItem onSelect={resume} icon={<Play />}>
            Resume
          </MenuItem>
        )}
        {actions.includes('rotate') && (
          <MenuItem onSelect={rotate} icon={<RefreshCw />}>
            Rotate
          </MenuItem>
        )}
        {actions.includes('revoke') && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={revoke} icon={<Ban />} tone="danger">
              Revoke
            </MenuItem>
          </>
        )}
      </Menu>
      {dialogs}
    </>
  )
}
