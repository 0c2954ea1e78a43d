'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '#components/ui/icon-button'
import { Input, type InputProps } from '#components/ui/input'

/** Can be shown while typing; stands inside a Field like any Input. */
export function PasswordInput(props: Omit<InputProps, 'type' | 'trailing' | 'leading'>) {
  const [shown, setShown] = useState(false)
  return (
    <Input
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      trailing={
        <IconButton
          label={shown ? 'Hide password' : 'Show password'}
          icon={shown ? <EyeOff /> : <Eye />}
          size="small"
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}
