import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { MaskedKey } from '#components/keys/masked-key'
import { EditTokenForm } from '#components/management-tokens/edit-token-form'
import { Badge } from '#components/ui/badge'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { getManagementToken } from '#lib/management-tokens/queries'
import { allowsIn, mayManageTokens, tokenStatus } from '#lib/management-tokens/rules'
import { roleWords } from '#lib/management-tokens/words'
import { paths } from '#lib/paths'
import { currentCaller } from '../../../visit.ts'
import { updateToken } from '../../actions.ts'

export const metadata: Metadata = { title: 'Edit token' }

export default async function EditManagementTokenPage({ params }: { params: Promise<{ id: string }> }) {
  const user = await requireUser()
  if (!mayManageTokens(user)) redirect(paths.managementTokens())
  const token = await pageRead(getManagementToken(user.workspaceId, (await params).id))
  if (token === null) notFound()
  if (!allowsIn('edit', tokenStatus(token, token.now))) redirect(paths.managementTokens())
  const { id, name, allowedIps, accessMode } = token
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        badge={<Badge>{roleWords[token.role].word}</Badge>}
        description={<MaskedKey displayPrefix={token.displayPrefix} lastFour={token.lastFour} />}
        breadcrumbs={[
          { label: 'API Keys', href: paths.apiKeys() },
          { label: 'Management tokens', href: paths.managementTokens() },
        ]}
      />
      <EditTokenForm
        original={{ id, name, allowedIps, isOpen: accessMode === 'open' }}
        action={updateToken}
        {...currentCaller()}
      />
    </>
  )
}
