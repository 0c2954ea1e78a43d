/** What the text of every staff token begins with, before an underscore. */
export const STAFF_TOKEN_PREFIX = 'gl_staff'
