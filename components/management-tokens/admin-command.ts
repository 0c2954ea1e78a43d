import type { TokenRole } from '#lib/management-tokens/rules'

/** A command that shows what a token may do, and that can be pasted into a terminal as it is. */
export function adminCommand(origin: string, token: string, role: TokenRole): string {
  const authorization = `  -H "Authorization: Bearer ${token}"`
  if (role !== 'verify') return [`curl ${origin}/v2alpha1/admin/issuedApiKeys \\`, authorization].join('\n')
  return [
    `curl ${origin}/v2alpha1/admin/apiKeys:verify \\`,
    `${authorization} \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '{"credential": "YOUR_API_KEY"}'`,
  ].join('\n')
}

/** What the `gatelist` command reads. */
export function environmentLines(origin: string, token: string): string {
  return [`GATELIST_URL=${origin}`, `GATELIST_TOKEN=${token}`].join('\n')
}
