export const dynamic = 'force-dynamic'

export function POST() {
  return Response.json({ error: 'IP address not allowed' }, { status: 403 })
}
