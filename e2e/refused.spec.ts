import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './fixtures/accessibility.ts'
import { createKey, keyName, listField, makeKey, openTab } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

/** What is counted is written a second or more later. */
async function shownAfterReload(page: Page, place: Locator): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(place).toBeVisible({ timeout: 500 })
  }).toPass()
}

const refusedRow = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Refused addresses' }).getByRole('row', { name })

test('a refused address is allowed where it is seen, or ignored', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Refusing', '203.0.113.0/24')
  await openTab(page, 'Refused')
  await expect(page.getByRole('heading', { name: 'Nothing was refused' })).toBeVisible()
  await expectAccessible(page, 'nothing refused')
  for (const address of ['203.0.114.0', '2001:db8::1', '2001:db8::2', '192.0.2.9']) {
    expect((await verifyFrom(address, key.secret)).text).toBe(NOT_ALLOWED)
  }
  await shownAfterReload(page, refusedRow(page, '192.0.2.9'))

  await test.step('near what is listed, in one press with a note', async () => {
    const row = refusedRow(page, '203.0.114.0')
    await expect(row).toContainText('One off 203.0.113.0/24')
    await row.getByRole('button', { name: 'Allow 203.0.114.0' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Allow 203.0.114.0?' })
    await dialog.getByLabel('Note').fill('New gateway')
    await expectAccessible(page, 'allow an address')
    await dialog.getByRole('button', { name: 'Allow' }).click()
    await expect(row).toContainText('By now the key admits this address.')
    expect((await verifyFrom('203.0.114.0', key.secret)).status).toBe(200)
  })
  await test.step('several of one /64, as the network', async () => {
    const row = refusedRow(page, '2001:db8::/64')
    await expect(row).toContainText('2001:db8::1')
    await row.getByRole('button', { name: 'Allow 2001:db8::/64' }).click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('radio', { name: 'Address' }).check()
    await expect(dialog).toContainText('alone')
    await dialog.getByRole('radio', { name: 'Its /64' }).check()
    await dialog.getByRole('button', { name: 'Allow' }).click()
    await expect(row).toContainText('By now the key admits')
    expect((await verifyFrom('2001:db8::77', key.secret)).status).toBe(200)
  })
  await test.step('out of sight, and back', async () => {
    await refusedRow(page, '192.0.2.9').getByRole('button', { name: 'Ignore 192.0.2.9' }).click()
    await expect(refusedRow(page, '192.0.2.9')).toBeHidden()
    await page.getByText('Show ignored (1)').click()
    await expectAccessible(page, 'ignored addresses')
    await page.getByRole('button', { name: 'Stop ignoring 192.0.2.9' }).click()
    await expect(refusedRow(page, '192.0.2.9')).toBeVisible()
  })
  await test.step('filtered in the address of the page', async () => {
    await page.getByLabel('Reason').selectOption({ label: 'Key paused' })
    await expect(
      page.getByText('No call with this key was refused in the last 30 days with “Key paused”.'),
    ).toBeVisible()
    await expect(page).toHaveURL(/reason=paused/)
    await page.getByRole('link', { name: 'Show all refusals' }).click()
    await expect(refusedRow(page, '192.0.2.9')).toBeVisible()
  })
})

test('calls over time are drawn, and can be read as a table', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Charted', '203.0.113.0/24')
  for (let call = 0; call < 3; call += 1) expect((await verifyFrom('203.0.113.7', key.secret)).status).toBe(200)
  expect((await verifyFrom('192.0.2.9', key.secret)).text).toBe(NOT_ALLOWED)
  const sentence = '3 calls let through, 1 refused in the last'
  await shownAfterReload(page, page.getByRole('img', { name: `${sentence} 24 hours` }))
  await page.getByText('Show as table').click()
  await expect(page.getByRole('table', { name: 'Calls over time' }).getByRole('row', { name: /3 1$/ })).toBeVisible()
  await expectAccessible(page, 'calls of a key')
  await page.getByRole('link', { name: '7 days' }).click()
  await expect(page.getByRole('img', { name: `${sentence} 7 days` })).toBeVisible()
  await expect(page).toHaveURL(/range=7d/)
  await page.goto('/settings/api-keys')
  const line = '3 calls let through and 1 refused in the last 24 hours'
  await expect(page.getByRole('row', { name: key.name }).getByRole('img', { name: line })).toBeVisible()
})

test('a new key’s first call appears while its secret is shown, and the key can be kept to it', async ({
  asOwner: page,
}) => {
  const secret = await createKey(page, { name: keyName('First call'), allowedIps: '' })
  await expect(page.getByText('Waiting for the first call with this key')).toBeVisible()
  expect((await verifyFrom('198.51.100.44', secret)).status).toBe(200)
  await expect(page.getByText('First call from 198.51.100.44 just now')).toBeVisible({ timeout: 15_000 })
  await expectAccessible(page, 'a first call')
  await page.getByRole('link', { name: 'Restrict the key to it' }).click()
  const question = page.getByRole('alertdialog', { name: 'Leave without the key?' })
  await question.getByRole('button', { name: 'Leave' }).click()
  await expect(listField(page)).toHaveValue('198.51.100.44')
})
