export type Theme = 'light' | 'dark' | 'system'

export const themeCookie = 'theme'

/** The cookie's word, or the system's choice for anything else. */
export function themeOf(text: string | undefined): Theme {
  return text === 'light' || text === 'dark' ? text : 'system'
}
