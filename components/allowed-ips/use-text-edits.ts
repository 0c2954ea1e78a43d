import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef } from 'react'
import { applyEdit, type Edit, type Span } from './apply-suggestion.ts'
import { revealOffset } from './caret-view.ts'

export type TextEdits = { apply(edit: Edit): void; select(span: Span): void }

/** Browsers take seconds to type a text of hundreds of thousands of characters, and no time to be given it. */
const LONGEST_TYPED = 10_000

type TextEditsInput = {
  textarea: RefObject<HTMLTextAreaElement | null>
  value: string
  onChange: (text: string) => void
}

/** Edits made by pressing a button, as if they had been typed: the caret goes along and Ctrl+Z takes them back. */
export function useTextEdits({ textarea, value, onChange }: TextEditsInput): TextEdits {
  const caret = useRef<number | null>(null)
  const latest = useRef({ value, onChange })
  useLayoutEffect(() => {
    latest.current = { value, onChange }
    const area = textarea.current
    if (caret.current !== null && area !== null) {
      area.setSelectionRange(caret.current, caret.current)
      revealOffset(area, caret.current)
    }
    caret.current = null
  })
  const select = useCallback(
    ({ start, end }: Span) => {
      const area = textarea.current
      if (area === null) return
      area.focus()
      area.setSelectionRange(start, end)
      revealOffset(area, end)
    },
    [textarea],
  )
  const apply = useCallback(
    (edit: Edit) => {
      select(edit)
      if (edit.text.length <= LONGEST_TYPED && typedInto(edit.text)) return
      const result = applyEdit(latest.current.value, edit)
      caret.current = result.caret
      latest.current.onChange(result.value)
    },
    [select],
  )
  return useMemo(() => ({ apply, select }), [apply, select])
}

/**
 * Replaces the selection of the focused text. Deprecated, and still the only way that keeps the browser's own undo
 * history; where it is missing the caller sets the value instead.
 */
function typedInto(text: string): boolean {
  if (typeof document.execCommand !== 'function') return false
  return text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)
}
