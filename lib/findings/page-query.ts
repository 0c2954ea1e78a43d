import { isKeyId } from '#lib/keys/key-resource'
import type { Query } from '#lib/paths'

/** What the address of a rule's page says. */
export type RulePageQuery = {
  readonly after: string | null
  readonly workspaceId: string | null
  readonly acknowledged: 'left out' | 'included'
  readonly days: 30 | 90 | 400
}

type Search = Readonly<Record<string, string | string[] | undefined>>

export function readRulePageQuery(search: Search): RulePageQuery {
  const id = (name: string) => {
    const text = search[name]
    return typeof text === 'string' && isKeyId(text) ? text : null
  }
  return {
    after: id('after'),
    workspaceId: id('workspace'),
    acknowledged: search.acknowledged === '1' ? 'included' : 'left out',
    days: search.days === '90' ? 90 : search.days === '400' ? 400 : 30,
  }
}

/** The address that says so. */
export function rulePageQuery({ after, workspaceId, acknowledged, days }: RulePageQuery): Query {
  return {
    workspace: workspaceId ?? undefined,
    acknowledged: acknowledged === 'included' ? '1' : undefined,
    days: days === 30 ? undefined : String(days),
    after: after ?? undefined,
  }
}
