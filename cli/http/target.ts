import { type Config, readConfig } from '../config-file.ts'
import { exitCodes } from '../exit-codes.ts'
import { Failure } from '../failure.ts'
import { type Io, variable } from '../io.ts'
import { DEFAULT_ENDPOINT, parseEndpoint, sameServer } from './endpoint.ts'

/** Where requests go and what proves who sends them. */
export type Target = { readonly base: URL; readonly token: () => string }

/**
 * Endpoint: flag, GATELIST_URL, the one logged in to, http://localhost:3000. Token: GATELIST_TOKEN, the one logged in
 * with. The kept token goes to the server it was kept for and to no other, whatever the flag says.
 */
export function resolveTarget(io: Io, endpointFlag: string | undefined): Target {
  const given = endpointFlag ?? variable(io, 'GATELIST_URL')
  // A config that cannot be read must not stand in the way of who says both by variables.
  const config = given !== undefined && variable(io, 'GATELIST_TOKEN') !== undefined ? null : readConfig(io)
  const base = parseEndpoint(given ?? config?.url ?? DEFAULT_ENDPOINT)
  return { base, token: () => variable(io, 'GATELIST_TOKEN')?.trim() ?? keptToken(config, base) }
}

function keptToken(config: Config | null, base: URL): string {
  if (config === null)
    throw new Failure(exitCodes.unauthenticated, 'no management token: set GATELIST_TOKEN or run gatelist login')
  if (sameServer(parseEndpoint(config.url), base)) return config.token
  throw new Failure(
    exitCodes.unauthenticated,
    `the kept token is for ${config.url} and is not sent to ${base.origin}: set GATELIST_TOKEN or run gatelist login -e ${base.origin}`,
  )
}
