import type { Metadata } from 'next'
import { CeilingBadge } from '#components/lists/ceiling-card'
import { CeilingEntries } from '#components/lists/ceiling-entries'
import { CeilingForm } from '#components/lists/ceiling-form'
import { CeilingModeForm } from '#components/lists/ceiling-mode'
import { CeilingTabs } from '#components/lists/list-tabs'
import { PageHeader } from '#components/ui/page-header'
import { requireUser } from '#lib/auth/guards'
import { pageRead } from '#lib/auth/page-read'
import { ceilingOf } from '#lib/lists/queries'
import { paths } from '#lib/paths'
import { hasRight } from '#lib/workspaces/rights'
import { currentCaller } from '../../api-keys/visit.ts'
import { previewCeiling, saveCeiling, setCeilingMode } from '../actions.ts'

export const metadata: Metadata = { title: 'Ceiling' }

export default async function CeilingPage() {
  const user = await requireUser()
  const ceiling = await pageRead(ceilingOf(user.workspaceId))
  const { id, version, mode, keyCount, text, resting, entryCount } = ceiling
  return (
    <>
      <PageHeader
        title="Ceiling"
        badge={<CeilingBadge mode={mode} />}
        description="The most that any key of this workspace can admit. Keys can only narrow it, whatever their own lists say."
        breadcrumbs={[{ label: 'Named lists', href: paths.namedLists() }]}
      />
      {id !== null && <CeilingTabs ceilingId={id} />}
      {hasRight(user, 'changeShared') ? (
        <>
          <CeilingModeForm
            ceiling={{ version, mode, keyCount, isEmpty: entryCount === 0 }}
            action={setCeilingMode}
            preview={previewCeiling}
          />
          <CeilingForm
            original={{ version, mode, text, resting }}
            action={saveCeiling}
            preview={previewCeiling}
            {...currentCaller()}
          />
        </>
      ) : (
        <CeilingEntries ceiling={ceiling} />
      )}
    </>
  )
}
