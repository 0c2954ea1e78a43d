import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { NoStaffTokens } from '#components/staff-tokens/no-staff-tokens'
import { StaffTokenTable } from '#components/staff-tokens/staff-token-table'
import { ButtonLink } from '#components/ui/button-link'
import { Card, CardFooter } from '#components/ui/card'
import { PageHeader } from '#components/ui/page-header'
import { pageRead } from '#lib/auth/page-read'
import { requireStaff } from '#lib/auth/staff-guards'
import { paths } from '#lib/paths'
import { listStaffTokens } from '#lib/staff-tokens/queries'
import { apiOrigin } from '../../../(dashboard)/settings/api-keys/visit.ts'
import { revokeToken } from './actions.ts'

export const metadata: Metadata = { title: 'Staff tokens' }

export default async function StaffTokensPage() {
  const { staff } = await requireStaff()
  const { tokens, left, now } = await pageRead(listStaffTokens(staff))
  const isEmpty = tokens.length === 0
  const total = (tokens.length + left).toLocaleString('en-US')
  return (
    <>
      <PageHeader
        title="Tokens"
        description="Tokens let programs of the staff call the staff API and the gatelist command. Each acts in the name of whoever made it."
        actions={!isEmpty && <CreateLink />}
      />
      <Card>
        {isEmpty ? (
          <NoStaffTokens origin={await apiOrigin()} />
        ) : (
          <>
            <StaffTokenTable tokens={tokens} now={now} viewer={staff} revoke={revokeToken} />
            <CardFooter>
              <span className="figures">
                {total} {total === '1' ? 'token' : 'tokens'}
                {left > 0 && `, without ${left.toLocaleString('en-US')} older ones`}
              </span>
            </CardFooter>
          </>
        )}
      </Card>
    </>
  )
}

function CreateLink() {
  return (
    <ButtonLink href={paths.newStaffToken()} variant="primary">
      <Plus aria-hidden="true" />
      Create token
    </ButtonLink>
  )
}
