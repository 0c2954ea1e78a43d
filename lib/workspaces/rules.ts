/** What a workspace is called when nobody said. */
export function defaultWorkspaceName(personName: string): string {
  return `${personName}’s workspace`
}
