import { Badge } from '#components/ui/badge'
import { Section } from '#components/ui/card'
import { CodeBlock } from '#components/ui/code-block'
import { DescriptionList } from '#components/ui/description-list'
import { Time } from '#components/ui/time'
import type { ChainState, Protection } from '#lib/audit/chain-state'

export type TrailProtectionProps = {
  state: ChainState
  fences: Protection
  /** As it is noted: "position:hash". */
  head: string
  now: Date
}

const rights = {
  in_force: {
    tone: 'success',
    word: 'In force',
    text: 'The database role of this server cannot alter or remove events.',
  },
  owner: {
    tone: 'success',
    word: 'In force',
    text: 'The database role is denied to alter or remove events. It owns the tables, though, so it could allow itself again.',
  },
  superuser: {
    tone: 'warning',
    word: 'Not binding',
    text: 'The database role is a superuser, whom rights do not bind. The triggers bind it as well.',
  },
  missing: { tone: 'danger', word: 'Missing', text: 'The database role may alter or remove events.' },
} as const satisfies Record<Protection['rights'], unknown>

/** What keeps the trail from being altered here, and what to note elsewhere. */
export function TrailProtection({ state: { checkpoint, retentionDays }, fences, head, now }: TrailProtectionProps) {
  const { tone, word, text } = rights[fences.rights]
  const items = [
    {
      term: 'Triggers',
      details: fences.triggers ? (
        <>
          <Badge tone="success">In force</Badge> They refuse every change and removal, whoever asks.
        </>
      ) : (
        <>
          <Badge tone="danger">Switched off</Badge> Somebody removed or disabled one of them.
        </>
      ),
    },
    {
      term: 'Database rights',
      details: (
        <>
          <Badge tone={tone}>{word}</Badge> {text}
        </>
      ),
    },
    {
      term: 'Last checkpoint',
      details:
        checkpoint === null ? (
          'None yet: the first is made within a minute.'
        ) : (
          <>
            At {checkpoint.position.toLocaleString('en-US')}, <Time instant={checkpoint.at} now={now} />
            {!checkpoint.isRight && <Badge tone="danger">Not right any more</Badge>}
          </>
        ),
    },
    {
      term: 'Kept for',
      details: retentionDays === 0 ? 'Ever' : `${retentionDays.toLocaleString('en-US')} days`,
    },
  ]
  return (
    <Section title="What protects it">
      <DescriptionList items={items} className="mb-4" />
      <CodeBlock code={head} label="Head of the chain now" copyLabel="Copy the head of now" />
    </Section>
  )
}
