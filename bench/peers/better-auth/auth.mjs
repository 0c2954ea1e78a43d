// Better Auth as its own documentation sets it up for PostgreSQL: a pool, the plugin, keys hashed and kept in the database, which
// is its default. Two things are not as they come: no limit of calls a key, which would refuse the eleventh call of a day, and
// metadata, where the addresses stand, because it has no lists of its own. Logs are off, as everywhere in this comparison.
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import pg from 'pg'

/** @type {import('better-auth').BetterAuthOptions} */
export const options = {
  baseURL: 'http://127.0.0.1',
  secret: process.env.BETTER_AUTH_SECRET,
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 }),
  logger: { disabled: true },
  plugins: [apiKey({ enableMetadata: true, rateLimit: { enabled: false } })],
}

export const auth = betterAuth(options)
