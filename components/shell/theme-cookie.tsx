export type Theme = 'light' | 'dark' | 'system'

/** Its name by the scheme, as of the other cookies: on https no other site of the domain can plant one. */
export const themeCookies = { http: 'gatelist.theme', https: '__Host-gatelist.theme' } as const

/** The cookie's word, or the system's choice for anything else. */
export function themeOf(text: string | undefined): Theme {
  return text === 'light' || text === 'dark' ? text : 'system'
}
