'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import { type Control, type FieldValues, type Path, useController } from 'react-hook-form'

/** Ties the text of the Allowed IPs field to a form: value, change, and where the focus goes when it is refused. */
export function useListText<Input extends FieldValues>(control: Control<Input, unknown, Input>, name: Path<Input>) {
  const { field, fieldState } = useController({ control, name })
  const { ref } = field
  useEffect(() => {
    ref({ focus: () => document.getElementsByName(name)[0]?.focus() })
  }, [ref, name])
  const first = useRef({ shown: String(field.value), onChange: field.onChange })
  // What was typed before React took the page over: the next rendering would write the first value over it.
  useLayoutEffect(() => {
    const box = document.getElementsByName(name)[0]
    const { shown, onChange } = first.current
    if (box instanceof HTMLTextAreaElement && box.value !== shown) onChange(box.value)
  }, [name])
  return {
    name,
    value: String(field.value),
    onChange: field.onChange as (text: string) => void,
    error: fieldState.error?.message,
  }
}
