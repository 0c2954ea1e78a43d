'use client'

import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.tsx'
import { Link } from './link.tsx'

export type MenuProps = {
  /** The button that opens it, with its accessible name. */
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end' | undefined
  side?: 'top' | 'bottom' | undefined
  className?: string | undefined
}

export function Menu({ trigger, children, align = 'end', side = 'bottom', className }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          // Until it has its place it stands unseen in a corner, where a press must not meet it.
          className="z-50 outline-none [&[style*='opacity:_0']]:pointer-events-none"
        >
          <Base.Popup
            className={classNames(
              'min-w-48 max-w-80 origin-(--transform-origin) rounded-xl border border-line bg-raised p-1 text-ink shadow-raised outline-none transition-[opacity,scale] data-ending-style:scale-[0.98] data-starting-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:opacity-0',
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export type MenuItemProps = {
  children: ReactNode
  onSelect: () => void
  icon?: ReactNode
  tone?: 'neutral' | 'danger' | undefined
  disabled?: boolean | undefined
}

export function MenuItem({ children, onSelect, icon, tone = 'neutral', disabled = false }: MenuItemProps) {
  return (
    <Base.Item onClick={onSelect} disabled={disabled} className={itemStyle(tone)}>
      {icon}
      {children}
    </Base.Item>
  )
}

export type MenuLinkProps = { children: ReactNode; href: ComponentProps<typeof Link>['href']; icon?: ReactNode }

export function MenuLink({ children, href, icon }: MenuLinkProps) {
  return (
    <Base.LinkItem closeOnClick render={<Link href={href} />} className={itemStyle('neutral')}>
      {icon}
      {children}
    </Base.LinkItem>
  )
}

/** Saves a file. A link of the platform's own: nothing is fetched before it is pressed. */
export function MenuDownload({ children, href }: { children: ReactNode; href: string }) {
  return (
    <Base.LinkItem closeOnClick href={href} download className={itemStyle('neutral')}>
      {children}
    </Base.LinkItem>
  )
}

export type MenuChoiceProps<Value extends string> = {
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: string; icon?: ReactNode }[]
}

/** One of several, with a tick at the chosen one. */
export function MenuChoice<Value extends string>({ label, value, onChange, options }: MenuChoiceProps<Value>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-2 pb-1 font-medium text-faint text-xs">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={onChange}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick={false} className={itemStyle('neutral')}>
            {option.icon}
            <span className="flex-1">{option.label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden="true" className="size-4 text-accent-ink!" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />
}

const itemStyle = (tone: 'neutral' | 'danger') =>
  classNames(
    'flex min-h-9 cursor-pointer select-none items-center gap-2.5 rounded-lg px-2.5 outline-none data-disabled:cursor-default data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
    tone === 'danger'
      ? 'text-danger-ink data-highlighted:bg-danger-wash'
      : 'data-highlighted:bg-hover [&_svg]:text-muted',
  )
