/** A command that can be pasted into a terminal as it is. */
export function verifyCommand(origin: string, secret: string): string {
  return [
    `curl ${origin}/v1/verify \\`,
    `  -H "Authorization: Bearer ${secret}" \\`,
    '  -H "Content-Type: application/json" \\',
    `  -d '{"email": "someone@example.com"}'`,
  ].join('\n')
}
