import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { KeysTabs } from '#components/keys/keys-tabs'
import { NoTokensYet, TokensForAdmins } from '#components/management-tokens/no-tokens'
import { TokenTable } from '#components/management-tokens/token-table'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { listManagementTokens } from '#lib/management-tokens/queries'
import { mayManageTokens } from '#lib/management-tokens/rules'
import type { TokenList } from '#lib/management-tokens/views'
import { paths } from '#lib/paths'
import { apiOrigin } from '../visit.ts'
import { revokeToken } from './actions.ts'

export const metadata: Metadata = { title: 'Management tokens' }

const description = 'Tokens let your programs call the admin API: to create, restrict, rotate and revoke keys.'

export default async function ManagementTokensPage() {
  const user = await requireUser()
  if (!mayManageTokens(user)) {
    return (
      <>
        <KeysTabs current="tokens" />
        <PageHeader title="Management tokens" description={description} />
        <Card>
          <TokensForAdmins />
        </Card>
      </>
    )
  }
  const list = await pageRead(listManagementTokens(user.workspaceId))
  const isEmpty = list.tokens.length === 0
  return (
    <>
      <KeysTabs current="tokens" />
      <PageHeader title="Management tokens" description={description} actions={!isEmpty && <CreateLink />} />
      <Card>{isEmpty ? <NoTokensYet origin={await apiOrigin()} /> : <Tokens list={list} />}</Card>
    </>
  )
}

function Tokens({ list: { tokens, left, now } }: { list: TokenList }) {
  const total = tokens.length + left
  return (
    <>
      <TokenTable tokens={tokens} now={now} revoke={revokeToken} />
      <CardFooter>
        <span className="figures">
          {total === 1 ? '1 token' : `${total.toLocaleString('en-US')} tokens`}
          {left > 0 && `, without ${left.toLocaleString('en-US')} older ones that no longer work`}
        </span>
      </CardFooter>
    </>
  )
}

function CreateLink() {
  return (
    <ButtonLink href={paths.newManagementToken()} variant="primary">
      <Plus aria-hidden="true" />
      Create token
    </ButtonLink>
  )
}
