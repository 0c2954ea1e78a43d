import { Badge } from '#components/ui/badge'
import { ButtonLink } from '#components/ui/button-link'
import { Section } from '#components/ui/card'
import { paths } from '#lib/paths'

export type SecondFactorSummaryProps = {
  /** Recovery codes that are left; null while it is off. */
  codesLeft: number | null
}

/** On the profile: whether it is on, and the way to it. */
export function SecondFactorSummary({ codesLeft }: SecondFactorSummaryProps) {
  const isOn = codesLeft !== null
  return (
    <Section
      title={
        <span className="flex flex-wrap items-center gap-2">
          Second factor
          <Badge tone={isOn ? 'success' : 'neutral'} dot>
            {isOn ? 'On' : 'Off'}
          </Badge>
        </span>
      }
      description={
        isOn
          ? `Signing in asks for a code of your authenticator app. ${codesLeftWords(codesLeft)}`
          : 'A code of your phone, asked for after the password. A stolen password alone then opens nothing.'
      }
      actions={<ButtonLink href={paths.secondFactor()}>{isOn ? 'Manage second factor' : 'Set up'}</ButtonLink>}
    />
  )
}

export function codesLeftWords(count: number): string {
  if (count === 0) return 'No recovery code is left: make new ones.'
  return count === 1 ? 'One recovery code is left: make new ones.' : `${count} recovery codes are left.`
}
