import type { Command } from 'commander'
import type { Client } from '../http/client.ts'
import type { Session } from '../session.ts'
import { staffCall } from './call.ts'
import type { Row } from './rows-view.ts'

export type PageOptions = { readonly pageToken?: string; readonly all?: true }
type Query = Readonly<Record<string, string | undefined>>
type Page = Readonly<Record<string, unknown>> & { readonly next_page_token?: string }

export function addPageOptions(command: Command): Command {
  return command.option('--page-token <token>', 'the page that an earlier one named').option('--all', 'every page')
}

/** One page, or all of them as one answer. */
export async function readPages(
  client: Client,
  asked: { path: string; query: Query; name: string },
  { pageToken, all }: PageOptions,
): Promise<{ value: Page; rows: readonly Row[] }> {
  const rows: Row[] = []
  let token = pageToken
  for (;;) {
    const query = { ...asked.query, page_token: token }
    const page = await staffCall<Page>(client, { method: 'GET', path: asked.path, query })
    rows.push(...((page[asked.name] ?? []) as Row[]))
    token = page.next_page_token || undefined
    if (all !== true || token === undefined) return { value: { ...page, [asked.name]: rows }, rows }
  }
}

export function sayMore(session: Session, { next_page_token: token }: Page): void {
  if (token) session.note(`There are more: --page-token ${token}, or --all`)
}
