'use client'

import { Ban, Eye, MoreHorizontal, Pause, Play } from 'lucide-react'
import { IconButton } from '#components/ui/icon-button'
import { Menu, MenuItem, MenuLink, MenuSeparator } from '#components/ui/menu'
import type { KeyAction } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { type KeySubject, type LifecycleActions, useKeyLifecycle } from './key-lifecycle.tsx'

export type KeyRowMenuProps = { subject: KeySubject; actions: readonly KeyAction[]; lifecycle: LifecycleActions }

export function KeyRowMenu({ subject: { id, name, revokeNeedsName }, actions, lifecycle }: KeyRowMenuProps) {
  const { pause, resume, revoke, pending, dialog } = useKeyLifecycle({ id, name, revokeNeedsName }, lifecycle)
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
        {actions.includes('revoke') && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={revoke} icon={<Ban />} tone="danger">
              Revoke
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog}
    </>
  )
}
