import { expectAccessible } from './fixtures/accessibility.ts'
import { listField, makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

test('a refused address is checked, is told what it misses, and is allowed by one press', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Checked', '203.0.113.0/24 # Office')
  expect((await verifyFrom('203.0.114.0', key.secret)).text).toBe(NOT_ALLOWED)

  await page.goto('/settings/api-keys')
  await page.getByRole('link', { name: 'Check an address' }).click()
  await expect(page.getByText('Nothing is asked yet')).toBeVisible()
  await page.getByLabel('Address or network').fill('203.0.114.0')
  await page.getByRole('combobox', { name: 'Key' }).selectOption({ label: await optionOf(key.name) })
  await page.getByRole('button', { name: 'Check', exact: true }).click()

  const verdict = page.getByRole('region', { name: '203.0.114.0 Refused' })
  await expect(verdict).toContainText('1 past 203.0.113.0/24 (Office): add 203.0.114.0, or widen to 203.0.112.0/22.')
  await expectAccessible(page, 'verdict of the checker')
  await verdict.getByRole('button', { name: 'Allow 203.0.114.0' }).click()
  await expect(page.getByRole('region', { name: '203.0.114.0 Let through' })).toContainText('203.0.114.0 admits it')
  expect((await verifyFrom('203.0.114.0', key.secret)).status).toBe(200)

  async function optionOf(name: string): Promise<string> {
    const options = await page.getByRole('combobox', { name: 'Key' }).locator('option').allTextContents()
    return options.find((text) => text.startsWith(`${name} (`)) ?? ''
  }
})

test('the keys that an address or a range opens are told, and by which entry', async ({ asOwner: page }) => {
  const wide = await makeKey(page, 'Wide', '198.51.100.0/24 # Floor')
  const narrow = await makeKey(page, 'Narrow', '198.51.100.7')
  const other = await makeKey(page, 'Elsewhere', '192.0.2.0/24')

  await page.goto('/settings/api-keys/check?address=198.51.100.7')
  const opened = page.getByRole('table', { name: 'Keys that it opens' })
  await expect(opened.getByRole('row', { name: wide.name })).toContainText('198.51.100.0/24 Floor')
  await expect(opened.getByRole('row', { name: narrow.name })).toContainText('198.51.100.7')
  await page.getByRole('link', { name: /^Does not open/ }).click()
  const closed = page.getByRole('table', { name: 'Keys that it does not open' })
  await expect(closed.getByRole('row', { name: other.name })).toContainText('No entry')
  await expectAccessible(page, 'keys that an address opens')

  await page.goto('/settings/api-keys/check?address=198.51.100.0/24')
  await expect(opened.getByRole('row', { name: wide.name })).toBeVisible()
  await page.getByRole('link', { name: /^Part of it opens/ }).click()
  await expect(opened.getByRole('row', { name: narrow.name })).toBeVisible()

  await page.goto('/settings/api-keys/check?address=198.51.100')
  await expect(page.getByLabel('Address or network')).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible(page, 'a question that cannot be read')
})

test('a hint is fixed by one press and undone by another', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Hinted', '203.0.113.0/24 # Office\n203.0.113.7 # Desk')
  await page.goto(`${key.url}/addresses`)
  const hints = page.getByRole('region', { name: 'Hints' })
  await expect(hints).toContainText('203.0.113.7 is needless: 203.0.113.0/24 covers it.')
  await expectAccessible(page, 'hints')

  await hints.getByRole('button', { name: 'Remove it' }).click()
  await expect(page.getByText('1 entry removed')).toBeVisible()
  await expect(hints).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(hints).toContainText('203.0.113.7 is needless')
})

test('an open key gets a list from its callers, which is reviewed and saved', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Open', '')
  for (const host of [100, 101, 102]) expect((await verifyFrom(`203.0.113.${host}`, key.secret)).status).toBe(200)
  const hints = page.getByRole('region', { name: 'Hints' })
  await expect(async () => {
    await page.reload()
    await expect(hints).toContainText('3 addresses did', { timeout: 500 })
  }).toPass()
  await hints.getByRole('link', { name: 'Suggest a list' }).click()

  const entries = page.getByRole('list', { name: 'Suggested entries' })
  await expect(entries.getByRole('listitem')).toHaveCount(2)
  await page.getByRole('radio', { name: 'Close' }).check()
  await expect(entries.getByRole('listitem')).toHaveText(/203\.0\.113\.100\/30\s*3 of 4 addresses called.*1 other/)
  await page.getByRole('checkbox', { name: '203.0.113.102' }).uncheck()
  await expect(entries.getByRole('listitem')).toHaveText(/203\.0\.113\.100\/31/)
  await expect(page.getByText('It would refuse 203.0.113.102, left out by you')).toBeVisible()
  await expectAccessible(page, 'suggested list')

  await page.getByRole('button', { name: 'Use this list' }).click()
  await expect(listField(page)).toHaveValue(/^203\.0\.113\.100\/31 # Seen calling/)
  await expect(page.getByText('The list below was filled in for you')).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  // Who was left out called a moment ago, so the save asks.
  await page.getByRole('checkbox', { name: /^Yes, refuse 203\.0\.113\.102/ }).check()
  await page.getByRole('button', { name: 'Refuse it' }).click()
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeVisible()
  expect((await verifyFrom('203.0.113.101', key.secret)).status).toBe(200)
  expect((await verifyFrom('203.0.113.102', key.secret)).text).toBe(NOT_ALLOWED)

  const quiet = await makeKey(page, 'Quiet', '203.0.113.7')
  await page.goto(`${quiet.url}/addresses/suggest`)
  await expect(page.getByText('No caller is known')).toBeVisible()
  await expectAccessible(page, 'nothing to suggest')
})
