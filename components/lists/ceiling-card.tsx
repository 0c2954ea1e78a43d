import { Badge, type Tone } from '#components/ui/badge'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import type { CeilingDetail, CeilingMode } from '#lib/lists/views'
import { ceilingModeWords, entriesWords, keysWords } from '#lib/lists/words'
import { paths } from '#lib/paths'

const tones = { off: 'neutral', report: 'warning', enforce: 'success' } as const satisfies Record<CeilingMode, Tone>

export function CeilingBadge({ mode }: { mode: CeilingMode }) {
  return (
    <Badge tone={tones[mode]} dot>
      {ceilingModeWords[mode].word}
    </Badge>
  )
}

/** The ceiling among the lists of a workspace: what it is, how it stands, and the way to it. */
export function CeilingCard({ ceiling, canChange }: { ceiling: CeilingDetail; canChange: boolean }) {
  const isSetUp = ceiling.entries.length > 0
  return (
    <Section
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          Ceiling
          <CeilingBadge mode={ceiling.mode} />
        </span>
      }
      description="The most that any key of this workspace can admit. Keys can only narrow it, whatever their own lists say."
      actions={
        <ButtonLink href={paths.ceiling()}>{isSetUp || !canChange ? 'Show ceiling' : 'Set up a ceiling'}</ButtonLink>
      }
    >
      <p>
        {isSetUp ? (
          <>
            <span className="figures font-medium">{entriesWords(ceiling.entryCount)}</span>
            <span className="figures text-muted">, {ceiling.addressCount}. </span>
          </>
        ) : (
          <span className="text-muted">It has no addresses. </span>
        )}
        <span className="text-muted">{ceilingModeWords[ceiling.mode].meaning}</span>
        {ceiling.mode !== 'off' && (
          <span className="figures text-muted"> It concerns {keysWords(ceiling.keyCount)}.</span>
        )}
      </p>
    </Section>
  )
}
