import { ArrowLeftRight, X } from 'lucide-react'
import { ButtonLink } from '#components/ui/button-link'
import { Callout } from '#components/ui/callout'
import { Section } from '#components/ui/card'
import type { ComparedVersions } from '#lib/allowlists/version-pages'
import type { ModeWords } from './mode-words.ts'
import { VersionDiff } from './version-diff.tsx'
import { WhoAndWhen } from './who-and-when.tsx'

export type ComparedVersionsProps = {
  compared: ComparedVersions
  modeWords: ModeWords
  /** Addresses of the page without the comparison, and of that with both the other way round. */
  closeHref: string
  swapHref: string
  now: Date
}

/** What differs from one version to another. */
export function ComparedVersionsSection({ compared, modeWords, closeHref, swapHref, now }: ComparedVersionsProps) {
  const { a, b, diff, isUnsure } = compared
  return (
    <Section
      title={`Version ${a.number} compared with version ${b.number}`}
      description={
        <ul className="figures">
          {[a, b].map((head) => (
            <li key={head.number}>
              {head.number}. <WhoAndWhen of={head} now={now} />
            </li>
          ))}
        </ul>
      }
      actions={
        <>
          <ButtonLink size="small" href={swapHref} scroll={false}>
            <ArrowLeftRight aria-hidden="true" />
            Swap
          </ButtonLink>
          <ButtonLink size="small" href={closeHref} scroll={false}>
            <X aria-hidden="true" />
            Close
          </ButtonLink>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {isUnsure && <UnsureNotice />}
        <VersionDiff diff={diff} modeWords={modeWords} now={now} />
      </div>
    </Section>
  )
}

/** Said wherever a version is shown that cannot be told with certainty. */
export function UnsureNotice({ entries = [] }: { entries?: readonly string[] }) {
  return (
    <Callout tone="warning" title="This cannot be told exactly">
      <p>
        Somebody changed entries in the database itself, past this record.
        {entries.length > 0 && (
          <>
            {' '}
            In doubt: <span className="address wrap-anywhere">{shortened(entries)}</span>.
          </>
        )}
      </p>
    </Callout>
  )
}

const NAMED = 10

function shortened(entries: readonly string[]): string {
  const more = entries.length - NAMED
  return entries.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more.toLocaleString('en-US')} more` : '')
}
