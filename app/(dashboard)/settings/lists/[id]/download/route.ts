import { exportAnswer } from '#lib/allowlists/export-answer'
import { requireUser } from '#lib/auth/guards'
import { getList } from '#lib/lists/queries'

/** A named list as a file: `?format=text`, `csv` or `json`. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { workspaceId } = await requireUser()
  const list = await getList(workspaceId, (await params).id)
  return exportAnswer(list, new URL(request.url).searchParams.get('format'))
}
