import { Sparkles } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { EditKeyForm } from '#components/keys/edit-key-form'
import { MaskedKey } from '#components/keys/masked-key'
import { ButtonLink } from '#components/ui/button-link'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { formatAddress, parseAddress } from '#lib/ip/address'
import { getKey } from '#lib/keys/queries'
import { availableActions } from '#lib/keys/rules'
import { paths } from '#lib/paths'
import { toldPolicy } from '#lib/policies/told'
import { previewKeyList, updateKey } from '../../actions.ts'
import { currentCaller } from '../../visit.ts'

export const metadata: Metadata = { title: 'Edit key' }

type EditApiKeyPageProps = {
  params: Promise<{ id: string }>
  /** `add`: an address that was refused, to be put at the end of the list. */
  searchParams: Promise<{ add?: string | string[] }>
}

export default async function EditApiKeyPage({ params, searchParams }: EditApiKeyPageProps) {
  const user = await requireUser()
  const { id } = await params
  const { add } = await searchParams
  const key = await pageRead(getKey(user.workspaceId, id))
  if (key === null) notFound()
  if (!availableActions(user, key, key.now).includes('edit')) redirect(paths.apiKey(id))
  const policy = await pageRead(toldPolicy(user.workspaceId))
  const addition = typeof add === 'string' ? parseAddress(add) : null
  const { name, version, accessMode, allowedIps, resting } = key
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        description={<MaskedKey displayPrefix={key.displayPrefix} lastFour={key.lastFour} />}
        breadcrumbs={[
          { label: 'API Keys', href: paths.apiKeys() },
          { label: name, href: paths.apiKey(id) },
        ]}
        actions={
          <ButtonLink href={paths.suggestAddresses(id)}>
            <Sparkles aria-hidden="true" />
            Suggest a list
          </ButtonLink>
        }
      />
      <EditKeyForm
        original={{ id, name, version, accessMode, allowedIps, resting }}
        usesLists={key.lists.length > 0}
        addition={addition === null ? null : formatAddress(addition)}
        action={updateKey}
        preview={previewKeyList}
        {...(policy === null ? {} : { rules: policy.keyRules })}
        {...currentCaller()}
      />
    </>
  )
}
