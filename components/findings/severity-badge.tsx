import { Badge, type Tone } from '#components/ui/badge'
import type { Severity } from '#lib/findings/rules'

const looks = {
  high: { tone: 'danger', word: 'High' },
  medium: { tone: 'warning', word: 'Medium' },
  low: { tone: 'neutral', word: 'Low' },
} as const satisfies Record<Severity, { tone: Tone; word: string }>

export function SeverityBadge({ severity }: { severity: Severity }) {
  const { tone, word } = looks[severity]
  return (
    <Badge tone={tone} dot>
      {word}
    </Badge>
  )
}
