import { z } from 'zod'
import { workspaceRoles } from '#lib/workspaces/rights'
import { workspaceRoleWords } from './words.ts'

const detail = z.object({ email: z.string(), role: z.enum(workspaceRoles) })

/** Whom an event of the members is about: "ada@example.com, member → viewer". Null when it does not say. */
export function memberEventWords(before: unknown, after: unknown): string | null {
  const [was, is] = [detail.safeParse(before).data, detail.safeParse(after).data]
  const known = is ?? was
  if (known === undefined) return null
  const roles = [was?.role, is?.role].filter((role) => role !== undefined)
  return `${known.email}, ${[...new Set(roles)].map((role) => workspaceRoleWords[role].name.toLowerCase()).join(' → ')}`
}
