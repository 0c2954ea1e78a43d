import { readFile } from 'node:fs/promises'
import { expectAccessible } from './fixtures/accessibility.ts'
import { listField, makeKey, nameField } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'

test('an auditor exports keys with progress, sees it in the list, and makes and ends a token for a program', async ({
  asOwner,
  asAuditor: page,
  auditor,
}) => {
  const key = await makeKey(asOwner, '=Exported', '198.51.100.0/24 # office')
  await page.goto(`/staff/exports?kind=keys&q=${encodeURIComponent(key.name)}&access=enforce`)
  const filters = page.getByRole('list', { name: 'Filters' })
  await filters.getByRole('link', { name: 'Leave out: Access: enforce' }).click()
  await expect(filters.getByRole('listitem')).toHaveCount(1)
  await expectAccessible(page, 'exports')

  // Without the browser's picker of files, the file is a download.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export keys' }).click()
  const text = await readFile(await (await saved).path(), 'utf8')
  expect(text.split('\r\n')).toHaveLength(3)
  expect(text).toContain(`,'${key.name},`)
  await expect(page.getByRole('progressbar', { name: 'Export' })).toHaveAttribute('aria-valuenow', '100')
  await expect(page.getByText(/^Done: 1 row,/)).toBeVisible()
  await expectAccessible(page, 'exports that are done')
  await page.reload()
  const row = page.getByRole('row', { name: `Search: ${key.name}` })
  for (const told of ['Keys', 'CSV', auditor.account.email, 'Complete']) await expect(row).toContainText(told)

  await page.getByRole('navigation', { name: 'Staff' }).getByRole('link', { name: 'Tokens' }).click()
  await page.getByRole('link', { name: 'Create token' }).first().click()
  await expect(page.getByRole('radio')).toHaveCount(1)
  await nameField(page).fill('Weekly report')
  await listField(page).fill('203.0.113.101/30')
  await expectAccessible(page, 'a new staff token')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Weekly report is ready' })).toBeFocused()
  expect(await page.getByLabel('Staff token', { exact: true }).inputValue()).toMatch(/^gl_staff_[0-9A-Za-z]{49}$/)
  await page.getByLabel('I have saved it').check()
  await page.getByRole('button', { name: 'Done' }).click()
  const token = page.getByRole('row', { name: 'Weekly report' })
  for (const told of ['You', 'Auditor', 'Active', '203.0.113.100/30']) await expect(token).toContainText(told)
  await expectAccessible(page, 'staff tokens')
  await token.getByRole('button', { name: 'Revoke Weekly report' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(token).toContainText('Revoked')
})

test('an export without scripts is a plain download, and nobody else finds one', async ({
  openBrowser,
  auditor,
  asOwner,
}) => {
  const page = await openBrowser(auditor, { javaScriptEnabled: false })
  await page.goto('/staff/exports?kind=events&action=user.*')
  await page.getByRole('radio', { name: 'NDJSON' }).check()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export events' }).click()
  const lines = (await readFile(await (await saved).path(), 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).action.split('.')[0])).toEqual(lines.map(() => 'user'))
  for (const path of ['/staff/exports', '/staff/exports/keys', '/staff/tokens', '/staff/tokens/new']) {
    expect((await asOwner.request.get(path)).status()).toBe(404)
    expect((await asOwner.request.head(path)).status()).toBe(404)
  }
  expect((await asOwner.request.post('/staff/exports/keys')).status()).toBe(404)
})
