'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '#components/ui/icon-button'
import { Menu, MenuChoice } from '#components/ui/menu'
import { chooseTheme, useTheme } from './theme.tsx'
import type { Theme } from './theme-cookie.tsx'

const options: readonly { value: Theme; label: string; icon: React.ReactNode }[] = [
  { value: 'system', label: 'System', icon: <Monitor /> },
  { value: 'light', label: 'Light', icon: <Sun /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
]

/** Inside a menu. */
export function ThemeChoice() {
  return <MenuChoice label="Theme" value={useTheme()} onChange={chooseTheme} options={options} />
}

/** By itself, for the pages before the sign-in. */
export function ThemeButton() {
  return (
    <Menu trigger={<IconButton label="Theme" icon={<Sun />} />}>
      <ThemeChoice />
    </Menu>
  )
}
