import { env } from '#lib/env'

/** What may be entered as the address of a webhook here. */
export function urlHint(): string {
  return env().webhookPrivateTargets
    ? 'Where the messages go, with https:// or, within your own network, http://.'
    : 'Where the messages go. It begins with https:// and is reached over the internet.'
}
