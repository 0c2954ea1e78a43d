import { env } from '#lib/env'
import { log } from '#lib/log'
import { rotateSigningKeys } from '#lib/tokens/signing-keys'
import { patiently } from '#server/patiently'

const HOUR_MS = 3_600_000

/** Looks every hour, and once now, whether a signing key is old enough to be followed by the next. Any process may do it. */
export function keepSigningKeysYoung(): NodeJS.Timeout {
  const look = () => {
    const { signingKeyRotationDays: rotationDays, tokenMaxTtlSeconds } = env()
    patiently(() => rotateSigningKeys({ rotationDays, longestTokenMs: tokenMaxTtlSeconds * 1000 })).then(
      ({ made, deleted }) => {
        if (made.length + deleted.length > 0) log.info({ made, deleted }, 'signing keys rotated')
      },
      (error: unknown) => log.warn({ err: error }, 'signing keys were not looked at'),
    )
  }
  look()
  return setInterval(look, HOUR_MS).unref()
}
