import { installationIsEmpty } from '#lib/auth/first-account'
import { setupCode } from '#lib/auth/setup-code'
import type { Env } from '#lib/env'
import { patiently } from '#server/patiently'

/** Tells who started it that it is ready, and where. */
export async function announce({ appUrl, withoutPages, port }: Env): Promise<void> {
  if (!withoutPages && (await patiently(installationIsEmpty))) {
    console.log(
      `No account yet. The first one becomes staff: sign up from this machine, or with the set-up code ${setupCode()}`,
    )
  }
  console.log(`Gatelist is ready: ${appUrl.origin}`)
  process.send?.({ ready: appUrl.origin, port })
}
