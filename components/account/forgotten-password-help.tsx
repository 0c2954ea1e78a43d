import { Callout } from '#components/ui/callout'
import { TextLink } from '#components/ui/text-link'
import { paths } from '#lib/paths'
import { EntryHeading } from './entry-heading.tsx'

/** The way to a new password where the server sends no mail. */
export function ForgottenPasswordHelp() {
  return (
    <>
      <EntryHeading title="Forgotten your password?">
        Remembered it? <TextLink href={paths.signIn()}>Sign in</TextLink>
      </EntryHeading>
      <Callout title="Ask whoever runs this server">
        <p>It sends no mail. They can make you a link to a new password, on its own machine:</p>
        <p className="address">gatelist admin reset-password you@example.com</p>
      </Callout>
    </>
  )
}
