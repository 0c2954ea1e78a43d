/**
 * What a query answers as the API has it: names in snake case, times in RFC 3339, whole numbers beyond a double as text. What
 * queries for staff answer holds no secret, so nothing is left out here.
 */
export function wire(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(wire)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[snakeCase(name), wire(inner)]])),
  )
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
