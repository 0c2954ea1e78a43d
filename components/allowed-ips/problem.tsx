'use client'

import { CircleAlert, CircleDashed, WandSparkles } from 'lucide-react'
import { Button } from '#components/ui/button'
import { classNames } from '#components/ui/class-names'
import type { AllowlistItem } from '#lib/ip/allowlist'
import type { RefusedEntry } from '#lib/ip/entry-problem'
import { usePresses } from './entry-actions.tsx'
import { Excerpt } from './excerpt.tsx'
import { ShowButton } from './show-button.tsx'

export type ProblemProps = {
  item: AllowlistItem
  refused: RefusedEntry
  /** Still being typed: an entry is wrong until its last character, and need not be told so at each. */
  unfinished: boolean
}

/** An entry that could not be read: where, what, why, and what was probably meant. */
export function Problem({ item, refused, unfinished }: ProblemProps) {
  const { problem, suggestion } = refused
  const Icon = unfinished ? CircleDashed : CircleAlert
  return (
    <>
      <Icon
        aria-hidden="true"
        className={classNames('mt-0.75 size-4 shrink-0', unfinished ? 'text-faint' : 'text-danger-ink')}
      />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <Excerpt text={item.text} problem={problem} />
          <span className="figures text-faint text-xs">
            line {item.line}, column {item.column + problem.at}
          </span>
        </p>
        <p className={unfinished ? 'text-muted' : 'text-danger-ink'}>{problem.message}</p>
        {suggestion !== undefined && <SuggestionButton item={item} suggestion={suggestion} />}
      </div>
      <ShowButton item={item} />
    </>
  )
}

function SuggestionButton({ item, suggestion }: { item: AllowlistItem; suggestion: string }) {
  const actions = usePresses()
  return (
    <Button
      size="small"
      disabled={actions.disabled}
      onClick={() => actions.accept(item, suggestion)}
      className="mt-1.5 h-auto min-h-8 max-w-full shrink whitespace-normal py-1 text-left"
    >
      <WandSparkles aria-hidden="true" className="shrink-0" />
      <span className="min-w-0">
        Use <span className="address wrap-anywhere">{suggestion}</span>
      </span>
    </Button>
  )
}
