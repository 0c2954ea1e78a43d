'use client'

import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { classNames } from './class-names.tsx'
import { Tooltip, type TooltipProps } from './tooltip.tsx'

export type IconButtonProps = Omit<ButtonProps, 'children' | 'aria-label'> & {
  /** The name of the control, spoken and shown as its tooltip. */
  label: string
  icon: ReactNode
  tooltipSide?: TooltipProps['side']
}

export function IconButton({ label, icon, tooltipSide, variant = 'ghost', className, ...rest }: IconButtonProps) {
  const square = rest.size === 'small' ? 'w-8 px-0' : rest.size === 'large' ? 'w-11 px-0' : 'w-9 px-0'
  return (
    <Tooltip content={label} side={tooltipSide}>
      <Button {...rest} variant={variant} aria-label={label} className={classNames(square, className)}>
        {icon}
      </Button>
    </Tooltip>
  )
}
