/** A field of an event's details that differs. `path`: "rateLimit.quota"; null: it was not there, or was nothing. */
export type FieldChange = { readonly path: string; readonly before: string | null; readonly after: string | null }

/** At most so many fields are told, of so many characters each. */
const MOST = 100
const LONGEST = 400

/**
 * What differs between the details of an event before and after, field by field in the order of the second. `except`: fields at
 * the top that are told otherwise.
 */
export function fieldChanges(before: unknown, after: unknown, except: ReadonlySet<string> = new Set()): FieldChange[] {
  const [was, is] = [flattened(before, except), flattened(after, except)]
  const paths = [...new Set([...is.keys(), ...was.keys()])]
  return paths
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((field) => field.before !== field.after)
    .slice(0, MOST)
}

function flattened(value: unknown, except: ReadonlySet<string>): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, part] of Object.entries(isObject(value) ? value : {})) {
    if (!except.has(name)) collect(name, part, found)
  }
  return found
}

function collect(path: string, value: unknown, into: Map<string, string>): void {
  if (value === null) return
  if (isObject(value) && Object.keys(value).length > 0) {
    for (const [name, part] of Object.entries(value)) collect(`${path}.${name}`, part, into)
    return
  }
  into.set(path, shortened(typeof value === 'string' ? value : JSON.stringify(value)))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
