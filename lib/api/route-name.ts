import type { RouteName } from '#lib/metrics/request-times'
import { adminOperations } from './admin/routes.ts'
import { routeTable } from './route-table.ts'
import { staffOperations } from './staff/routes.ts'
import { targetOf } from './target.ts'
import { operations } from './v1/routes.ts'

const OTHER: RouteName = { method: 'other', route: 'other' }
const DOCUMENT: RouteName = { method: 'GET', route: '/openapi.json' }

const route = routeTable([...operations, ...staffOperations, ...adminOperations])

/** The operation that a request is for, by its template: never a path or a method that a caller made up. */
export function routeNameOf(method: string, target: string): RouteName {
  const { path } = targetOf({ target })
  if (path === DOCUMENT.route) return DOCUMENT
  const routed = route(method, path)
  if (!routed.ok) return OTHER
  const { description } = routed.operation
  return { method: description.method.toUpperCase(), route: description.path }
}
