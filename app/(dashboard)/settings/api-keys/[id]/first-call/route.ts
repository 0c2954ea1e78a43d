import { currentUser } from '#lib/auth/current'
import { isDatabaseUnavailable } from '#lib/db'
import { firstCall } from '#lib/traffic/queries'

type Context = { params: Promise<{ id: string }> }

/** The first call of a key, or null: for the page that shows a new key and waits for it. A missing key has none. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  try {
    const user = await currentUser()
    if (user === null) return answer(401, { error: 'Sign in again.' })
    return answer(200, await firstCall(user.workspaceId, (await params).id))
  } catch (error) {
    if (isDatabaseUnavailable(error)) return answer(503, { error: 'The database does not answer.' })
    throw error
  }
}

function answer(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}
