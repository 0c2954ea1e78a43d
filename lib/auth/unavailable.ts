/** The `digest` of the error that pages throw without a database. It is all of an error that reaches the browser. */
export const databaseUnavailableDigest = 'DATABASE_UNAVAILABLE'
