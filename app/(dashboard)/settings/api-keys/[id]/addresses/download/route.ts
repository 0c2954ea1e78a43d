import { exportAnswer } from '#lib/allowlists/export-answer'
import { requireUser } from '#lib/auth/guards'
import { getKey } from '#lib/keys/queries'

/** The list of a key as a file: `?format=text`, `csv` or `json`. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { workspaceId } = await requireUser()
  const key = await getKey(workspaceId, (await params).id)
  return exportAnswer(key, new URL(request.url).searchParams.get('format'))
}
