'use client'

import { Input, type InputProps } from '#components/ui/input'

/** For a code of an app or a recovery code; phones offer what they have read in a message or hold themselves. */
export function CodeInput(props: Omit<InputProps, 'type' | 'autoComplete'>) {
  return (
    <Input
      {...props}
      type="text"
      autoComplete="one-time-code"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      className="address"
    />
  )
}
