'use client'

import { useEffect, useRef, useState } from 'react'
import { announce } from '#components/ui/live-region'
import { takeDraft, withDraft } from './list-draft.tsx'

/**
 * Fills a key's field with what another page has made for it. True from then on, so that the form can say that nothing of it is
 * saved yet.
 */
export function useListDraft(keyId: string, current: string, fill: (text: string) => void): boolean {
  const [isFilled, setFilled] = useState(false)
  const last = useRef({ current, fill })
  useEffect(() => {
    const draft = takeDraft(keyId)
    if (draft === null) return
    last.current.fill(withDraft(last.current.current, draft))
    setFilled(true)
    announce('The list is filled in. Nothing is saved yet.')
  }, [keyId])
  return isFilled
}
