import { sharedVariables } from '#test/e2e/servers'
import { onServer } from '#test/template'
import { expectAccessible } from './fixtures/accessibility.ts'
import { makeKey, saveList } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'

const OFFICE = '198.51.100.0/24'

test('an auditor finds what somebody changed, opens it, and goes on to all of that person and address', async ({
  asOwner,
  asAuditor: page,
  owner,
}) => {
  const key = await makeKey(asOwner, 'Audited', `${OFFICE} # office`)
  await saveList(asOwner, key, `198.51.100.0/25 # office\n192.0.2.7`)

  await page.goto('/staff/audit')
  await expect(page.getByText(/events?, chained/)).toBeVisible()
  await page.getByLabel('Key or list').fill(key.name)
  await page.getByLabel('What happened').selectOption({ label: 'Changed the Allowed IPs' })
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page).toHaveURL(/\/staff\/audit\?key=Audited[^&]*&action=key\.allowlist$/)
  const row = page.getByRole('row', { name: key.name })
  await expect(row).toContainText(owner.account.email)
  await row.getByRole('link', { name: /^Details of event/ }).click()
  const event = page.getByRole('region', { name: /^Event \d+$/ })
  await expect(event.getByRole('listitem').filter({ hasText: `Removed: ${OFFICE}` })).toBeVisible()
  await expect(event.getByRole('listitem').filter({ hasText: 'Added: 192.0.2.7' })).toBeVisible()
  await expect(event.getByRole('definition').filter({ hasText: '128 addresses' })).toBeVisible()
  await expect(page).toHaveURL(/&event=\d+$/)
  await expectAccessible(page, 'the audit trail with an open event')

  await event.getByRole('link', { name: 'who did it' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Created the key' }).first()).toBeVisible()
  await page.getByLabel('Address', { exact: true }).fill('203.0.113.300')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page.getByText(/Enter an address, or a network/)).toBeVisible()
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('203.0.113.300')
  await page.goto('/staff/audit?address=2001:db8::/32')
  await expect(page.getByText('No event is like that')).toBeVisible()
  await expectAccessible(page, 'the audit trail without a match')
})

test('the trail works without scripts', async ({ openBrowser, auditor }) => {
  const page = await openBrowser(auditor, { javaScriptEnabled: false })
  await page.goto('/staff/audit')
  await page.getByLabel('Who').fill(auditor.account.email)
  await page.getByRole('button', { name: 'Filter' }).click()
  const row = page.getByRole('row').filter({ hasText: 'Signed up' })
  await row.getByRole('link', { name: /^Details of event/ }).click()
  await expect(page.getByRole('region', { name: /^Event \d+$/ })).toContainText('user.sign_up')
})

test('a check says that all is right, and once a row was edited by SQL it names the event', async ({
  asAuditor: page,
  auditor,
}) => {
  await page.goto('/staff/audit/check')
  await page.getByRole('button', { name: 'Check the trail' }).click()
  await expect(page.getByText(/\d+ events, all as they were recorded/)).toBeVisible()
  await expectAccessible(page, 'a check that found nothing')

  const { email } = auditor.account
  const edit = async (label: string) =>
    onServer(sharedVariables().DATABASE_URL, async (client) => {
      await client.query('SET session_replication_role = replica')
      const { rows } = await client.query<{ id: string }>(
        `UPDATE audit_event SET actor_label = $2 WHERE id = (SELECT min(id) FROM audit_event WHERE actor_id = (SELECT id
         FROM user_account WHERE email = $1)) RETURNING id::text AS id`,
        [email, label],
      )
      return rows[0]?.id ?? ''
    })
  const id = await edit('somebody@example.com')
  await page.getByRole('button', { name: 'Check the trail' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'The trail is broken' })
  await expect(alert).toContainText('is not what was recorded')
  await expect(alert.getByRole('link', { name: id, exact: true })).toBeVisible()
  await expectAccessible(page, 'a check that found a break')
  await edit(email)
  await page.goto('/staff/audit?action=audit.*')
  await expect(
    page.getByRole('row').filter({ hasText: email }).filter({ hasText: 'Checked the audit trail' }),
  ).toHaveCount(2)
})
