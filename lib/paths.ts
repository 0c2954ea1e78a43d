/** Every address of the dashboard, written once. */
export const paths = {
  home: () => '/',
  signIn: (callbackUrl?: string) => withQuery('/sign-in', { callbackUrl }),
  signInAgain: (callbackUrl: string) => withQuery('/sign-in', { again: '1', callbackUrl }),
  forgottenPassword: () => '/forgotten-password',
  resetPassword: () => '/reset-password',
  signUp: (callbackUrl?: string) => withQuery('/sign-up', { callbackUrl }),
  invitation: () => '/invitation',
  settings: () => '/settings',
  profile: () => '/settings/profile',
  secondFactor: (next?: string) => withQuery('/settings/profile/second-factor', { next }),
  apiKeys: (query?: Query) => withQuery('/settings/api-keys', query),
  newApiKey: () => '/settings/api-keys/new',
  apiKey: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}`,
  apiKeyAddresses: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}/addresses`,
  importAddresses: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}/addresses/import`,
  downloadAddresses: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}/addresses/download`,
  suggestAddresses: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}/addresses/suggest`,
  apiKeyRefused: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}/refused`,
  apiKeyHistory: (id: string, query?: Query) =>
    withQuery(`/settings/api-keys/${encodeURIComponent(id)}/history`, query),
  firstCall: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}/first-call`,
  checkAddress: (query?: Query) => withQuery('/settings/api-keys/check', query),
  editApiKey: (id: string) => `/settings/api-keys/${encodeURIComponent(id)}/edit`,
  managementTokens: () => '/settings/api-keys/tokens',
  newManagementToken: () => '/settings/api-keys/tokens/new',
  editManagementToken: (id: string) => `/settings/api-keys/tokens/${encodeURIComponent(id)}/edit`,
  namedLists: () => '/settings/lists',
  newNamedList: () => '/settings/lists/new',
  namedList: (id: string) => `/settings/lists/${encodeURIComponent(id)}`,
  namedListKeys: (id: string, query?: Query) => withQuery(`/settings/lists/${encodeURIComponent(id)}/keys`, query),
  editNamedList: (id: string) => `/settings/lists/${encodeURIComponent(id)}/edit`,
  importIntoList: (id: string) => `/settings/lists/${encodeURIComponent(id)}/import`,
  downloadList: (id: string) => `/settings/lists/${encodeURIComponent(id)}/download`,
  namedListHistory: (id: string, query?: Query) =>
    withQuery(`/settings/lists/${encodeURIComponent(id)}/history`, query),
  ceiling: () => '/settings/lists/ceiling',
  alerts: (query?: Query) => withQuery('/settings/alerts', query),
  webhooks: () => '/settings/alerts/webhooks',
  newWebhook: () => '/settings/alerts/webhooks/new',
  webhook: (id: string, query?: Query) => withQuery(`/settings/alerts/webhooks/${encodeURIComponent(id)}`, query),
  editWebhook: (id: string) => `/settings/alerts/webhooks/${encodeURIComponent(id)}/edit`,
  webhookSecret: (id: string) => `/settings/alerts/webhooks/${encodeURIComponent(id)}/secret`,
  members: () => '/settings/members',
  activity: (query?: Query) => withQuery('/settings/activity', query),
  staff: () => '/staff',
  staffKeys: (query?: Query) => withQuery('/staff/keys', query),
  staffKey: (id: string, query?: Query) => withQuery(`/staff/keys/${encodeURIComponent(id)}`, query),
  staffLookup: (query?: Query) => withQuery('/staff/look-up', query),
  staffFindings: () => '/staff/findings',
  staffFinding: (rule: string, query?: Query) => withQuery(`/staff/findings/${encodeURIComponent(rule)}`, query),
  staffMap: (query?: Query) => withQuery('/staff/map', query),
  staffAudit: (query?: Query) => withQuery('/staff/audit', query),
  staffAuditCheck: () => '/staff/audit/check',
  staffPolicies: (query?: Query) => withQuery('/staff/policies', query),
  newStaffPolicy: (query?: Query) => withQuery('/staff/policies/new', query),
  /** Of a workspace, or `all`. */
  staffPolicy: (scope: string) => `/staff/policies/${encodeURIComponent(scope)}`,
  staffApprovals: (query?: Query) => withQuery('/staff/approvals', query),
  staffExports: (query?: Query) => withQuery('/staff/exports', query),
  staffExport: (kind: string, query?: Query) => withQuery(`/staff/exports/${encodeURIComponent(kind)}`, query),
  staffPeople: () => '/staff/people',
  staffTokens: () => '/staff/tokens',
  newStaffToken: () => '/staff/tokens/new',
  staffProxy: () => '/staff/proxy',
  docs: (query?: Query) => withQuery('/docs', query),
  /** `path` is that of the file below docs/, for example `guides/cli`. */
  docsPage: (path: string) => `/docs/${path}`,
  apiReference: (query?: Query) => withQuery('/docs/api', query),
  /** A section of it, or its objects. */
  apiSection: (slug: string) => `/docs/api/${slug}`,
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
