/** Every address of the dashboard, written once. */
export const paths = {
  home: () => '/',
  signIn: (callbackUrl?: string) => withQuery('/sign-in', { callbackUrl }),
  signUp: (callbackUrl?: string) => withQuery('/sign-up', { callbackUrl }),
  settings: () => '/settings',
  profile: () => '/settings/profile',
  apiKeys: (query?: Query) => withQuery('/settings/api-keys', query),
  newApiKey: () => '/settings/api-keys/new',
  apiKey: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}`,
  editApiKey: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}/edit`,
  managementTokens: () => '/settings/api-keys/tokens',
  newManagementToken: () => '/settings/api-keys/tokens/new',
  editManagementToken: (id: string) => `/settings/api-keys/tokens/${encodeURIComponent(id)}/edit`,
  apiReference: () => '/docs',
  openApiDocument: () => '/openapi.json',
} as const

export type Query = Readonly<Record<string, string | undefined>>

/** Leaves out what is undefined or empty, so that a cleared filter leaves a clean address. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value)
  const text = search.toString()
  return text ? `${path}?${text}` : path
}
