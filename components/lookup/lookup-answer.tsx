import type { ReactNode } from 'react'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { Tabs } from '#components/ui/tabs'
import { TextLink } from '#components/ui/text-link'
import { type LookupState, type LookupTab, lookupQuery } from '#lib/lookup/list-query'
import { paths } from '#lib/paths'

export type LookupAnswerProps = {
  state: LookupState
  isSingle: boolean
  /** Keys that let any address in. */
  open: { total: number; isMore: boolean }
  shown: number
  previous: string | null
  next: string | null
  children: ReactNode
}

/** What was found of addresses, in three tabs, and the choices that each has. */
export function LookupAnswer({ state, isSingle, open, shown, previous, next, children }: LookupAnswerProps) {
  const href = (change: Partial<LookupState>) => paths.staffLookup(lookupQuery(state, change))
  const tab = (name: LookupTab, label: string) => ({
    label,
    href: href({ tab: name }),
    current: state.tab === name,
  })
  const openCount = `${open.total.toLocaleString('en-US')}${open.isMore ? '+' : ''}`
  return (
    <section aria-label={`What is known of ${state.address}`} className="flex flex-col gap-4">
      <Tabs
        label="Look-up"
        tabs={[
          tab('entries', 'Listed by an entry'),
          tab('open', `Open to any address (${openCount})`),
          tab('seen', 'Seen from there'),
        ]}
      />
      {state.tab !== 'seen' && (
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-muted">
          {state.tab === 'entries' && !isSingle && (
            <TextLink href={href({ reach: state.reach === 'any' ? 'all' : 'any' })}>
              {state.reach === 'any' ? 'Only keys that let all of it in' : 'Keys that let any part of it in'}
            </TextLink>
          )}
          <TextLink href={href({ ended: !state.ended })}>
            {state.ended ? 'Only live keys' : 'Revoked and expired keys too'}
          </TextLink>
        </p>
      )}
      <Card>
        {children}
        <CardFooter>
          <span role="status" className="figures">
            {countWords(shown, state.cursor === null && next === null)}
          </span>
          <LookupPages state={state} previous={previous} next={next} />
        </CardFooter>
      </Card>
    </section>
  )
}

function LookupPages({ state, previous, next }: Pick<LookupAnswerProps, 'state' | 'previous' | 'next'>) {
  const href = (cursor: LookupState['cursor']) => paths.staffLookup(lookupQuery(state, { cursor }))
  // Behind the last row there is nothing from which to walk back.
  const isLost = state.cursor !== null && previous === null && next === null
  if (previous === null && next === null && !isLost) return null
  return (
    <nav aria-label="Pages" className="flex gap-2">
      {isLost && (
        <ButtonLink size="small" href={href(null)}>
          First page
        </ButtonLink>
      )}
      {previous !== null && (
        <ButtonLink size="small" href={href({ side: 'before', at: previous })}>
          Previous
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink size="small" href={href({ side: 'after', at: next })}>
          Next
        </ButtonLink>
      )}
    </nav>
  )
}

function countWords(shown: number, isAll: boolean): string {
  const count = shown === 1 ? '1 row' : `${shown} rows`
  return isAll ? count : `${count} on this page`
}
