/** A first call with a staff token, to be pasted into a terminal as it is. */
export function staffCommand(origin: string, token: string): string {
  return [`curl "${origin}/v2alpha1/staff/keys?access=open" \\`, `  -H "Authorization: Bearer ${token}"`].join('\n')
}
