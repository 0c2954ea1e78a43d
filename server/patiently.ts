import { isDatabaseUnavailable } from '#lib/db'

/**
 * Reads again when the database did not answer, as at a start: loading and opening the pages keeps this process busy for so long that an
 * answer, or a connection, can come too late.
 */
export async function patiently<T>(read: () => Promise<T>, attempts = 5): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (attempts <= 1 || !isDatabaseUnavailable(error)) throw error
    return patiently(read, attempts - 1)
  }
}
