'use client'

import { useState } from 'react'
import { attempt } from '#components/form/attempt'
import { Button } from '#components/ui/button'
import { Callout } from '#components/ui/callout'
import { Section } from '#components/ui/card'
import { announce } from '#components/ui/live-region'
import type { AffectedPage } from '#lib/policies/effect'
import { AffectedTable } from './affected-table.tsx'
import type { MoreKeysAction } from './policy-actions.ts'
import type { WantedInput } from './policy-draft.ts'

export type AffectedKeysProps = { first: AffectedPage; input: WantedInput; moreKeys: MoreKeysAction }

/** The keys that a policy would concern, page by page; nothing when there are none. */
export function AffectedKeys({ first, input, moreKeys }: AffectedKeysProps) {
  const [pages, setPages] = useState([first])
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const keys = pages.flatMap((page) => page.keys)
  const next = pages.at(-1)?.next ?? null
  if (keys.length === 0) return null
  const more = async () => {
    setPending(true)
    const answer = await attempt(moreKeys, { ...input, after: next })
    setPending(false)
    if (!answer.ok) return setProblem(answer.message)
    setProblem(null)
    setPages([...pages, answer.value])
    announce(`${answer.value.keys.length} more keys are shown.`)
  }
  return (
    <Section
      title="Keys that it would concern"
      description="Those that break a rule now, or would lose power."
      flush
      footer={
        next !== null && (
          <Button size="small" pending={pending} onClick={() => void more()}>
            More keys
          </Button>
        )
      }
    >
      {problem && (
        <Callout tone="danger" role="alert" className="m-4">
          {problem}
        </Callout>
      )}
      <AffectedTable keys={keys} />
    </Section>
  )
}
