import { isDatabaseUnavailable } from '#lib/db'
import { log } from '#lib/log'
import { FOLLOWED_EVERY_MS } from '#lib/secrets/change'
import { followInstallation } from '#lib/secrets/installation'

/**
 * Looks every few seconds which master secret the installation hangs on, so that every process goes over to a new one soon after
 * it was changed anywhere.
 *
 * @returns what stops it
 */
export function keepSecretsFollowed(): () => Promise<void> {
  let timer = setTimeout(look, FOLLOWED_EVERY_MS).unref()
  let told = ''
  async function look(): Promise<void> {
    try {
      const { outcome } = await followInstallation()
      if (outcome !== told && behind.has(outcome)) log.error({ outcome }, LEFT_BEHIND)
      told = outcome
    } catch (error) {
      if (!isDatabaseUnavailable(error)) log.error({ err: error }, 'the master secret of the installation was not read')
    }
    timer = setTimeout(look, FOLLOWED_EVERY_MS).unref()
  }
  return async () => clearTimeout(timer)
}

const behind: ReadonlySet<string> = new Set(['foreign', 'unfinished', 'wrong_previous'])

const LEFT_BEHIND =
  'the master secret was changed, and this process does not have the new one: nobody can sign in here until it is started with it'
