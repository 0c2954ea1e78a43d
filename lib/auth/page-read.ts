import { DatabaseUnavailable, isDatabaseUnavailable } from '#lib/db'
import { databaseUnavailableDigest } from './unavailable.ts'

/** Lets the error page say that it was the database: of a server's error, only the digest reaches the browser. */
export async function pageRead<T>(read: Promise<T>): Promise<T> {
  try {
    return await read
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error
    const told = new DatabaseUnavailable('the page could not be read', { cause: error })
    throw Object.assign(told, { digest: databaseUnavailableDigest })
  }
}
