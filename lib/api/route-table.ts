type Described = { readonly description: { readonly method: string; readonly path: string } }

/** What a path and a method lead to; `allowed`: what the path takes when it does not take this method, none when there is no such path. */
export type Routed<O> = ({ readonly ok: true } & Found<O>) | { readonly ok: false; readonly allowed: readonly string[] }

export type Found<O> = { readonly operation: O; readonly params: Readonly<Record<string, string>> }

type Route<O> = { readonly pattern: RegExp; readonly names: readonly string[]; readonly operation: O }

/**
 * Finds operations by method and path. A verb after the last colon belongs to the path (`{key_id}:rotate`); a colon within an id
 * comes percent-encoded. A GET answers HEAD too.
 */
export function routeTable<O extends Described>(operations: readonly O[]): (method: string, path: string) => Routed<O> {
  const routes = routesOf(operations)
  const fixed = new Map(
    routes.flatMap(({ operation, names }) =>
      names.length === 0
        ? [[`${operation.description.method.toUpperCase()} ${operation.description.path}`, operation] as const]
        : [],
    ),
  )
  return (method, path) => {
    const asked = method === 'HEAD' ? 'GET' : method
    const operation = fixed.get(`${asked} ${path}`)
    return operation === undefined ? search(routes, asked, path) : { ok: true, operation, params: {} }
  }
}

function routesOf<O extends Described>(operations: readonly O[]): Route<O>[] {
  return (
    operations
      .map((operation) => ({ operation, path: operation.description.path }))
      // Paths with a verb come first.
      .sort((a, b) => Number(b.path.includes(':')) - Number(a.path.includes(':')))
      .map(({ operation, path }) => ({
        operation,
        names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
        pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
      }))
  )
}

function search<O extends Described>(routes: readonly Route<O>[], asked: string, path: string): Routed<O> {
  const allowed = new Set<string>()
  for (const { pattern, names, operation } of routes) {
    const match = pattern.exec(path)
    if (match === null) continue
    const own = operation.description.method.toUpperCase()
    if (own !== asked) {
      allowed.add(own)
      continue
    }
    const params = decoded(names, match.slice(1))
    return params === null ? { ok: false, allowed: [] } : { ok: true, operation, params }
  }
  if (allowed.has('GET')) allowed.add('HEAD')
  return { ok: false, allowed: [...allowed] }
}

/** Null when a part of the path is no text. */
function decoded(names: readonly string[], values: readonly string[]): Record<string, string> | null {
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]))
  } catch {
    return null
  }
}
