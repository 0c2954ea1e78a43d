import { Callout } from '#components/ui/callout'
import { DescriptionList } from '#components/ui/description-list'
import { Time } from '#components/ui/time'
import type { PolicyEffect } from '#lib/policies/effect'
import { brokenWords, keysIn } from './effect-words.ts'

/** What a policy would do: what of that which exists breaks it, and which keys lose power when. */
export function PolicyEffectView({ counts }: { counts: PolicyEffect }) {
  const { ruled, breaks, loses } = counts
  const broken = brokenWords.filter(({ rule }) => breaks[rule].keys > 0)
  return (
    <section aria-label="What it would do" className="flex flex-col gap-4">
      <Callout
        tone={loses.keys > 0 ? 'danger' : 'info'}
        title={loses.keys > 0 ? `${keysIn(loses)} would lose power` : 'No key would lose power'}
      >
        {loses.keys > 0 && loses.firstAt !== null && (
          <p>
            {loses.alreadyNow > 0 ? `${loses.alreadyNow.toLocaleString('en-US')} at once. ` : ''}
            The first on <Time instant={loses.firstAt} show="time" />
            {loses.lastAt !== null && (
              <>
                , the last on <Time instant={loses.lastAt} show="time" />
              </>
            )}
            .
          </p>
        )}
        <p>It rules {keysIn(ruled)} now, and every key that is made later.</p>
      </Callout>
      {broken.length > 0 && (
        <DescriptionList
          items={broken.map(({ rule, words }) => ({ key: rule, term: words, details: keysIn(breaks[rule]) }))}
        />
      )}
    </section>
  )
}
