import { expectAccessible } from './fixtures/accessibility.ts'
import {
  createKey,
  edit,
  finish,
  keyName,
  listField,
  lockoutQuestion,
  makeKey,
  nameField,
  openTab,
  save,
} from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

test('a saved list rules the very next call', async ({ asOwner: page }) => {
  const name = keyName('Shop')
  const secret = await createKey(page, { name, allowedIps: '203.0.113.100' })
  await finish(page)
  expect((await verifyFrom('203.0.113.100', secret)).status).toBe(200)
  expect((await verifyFrom('198.51.100.7', secret)).text).toBe(NOT_ALLOWED)

  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'API Keys' }).click()
  await page.getByRole('row', { name }).getByRole('link', { name: 'Edit' }).click()
  await expect(listField(page)).toHaveValue(/^203\.0\.113\.100(\/32)?$/)
  await listField(page).fill('198.51.100.0/24 # Office')
  await save(page)
  await expect(page.getByText(`${name} is saved`)).toBeVisible()

  expect((await verifyFrom('198.51.100.7', secret)).status).toBe(200)
  expect((await verifyFrom('203.0.113.100', secret)).text).toBe(NOT_ALLOWED)
  await openTab(page, 'History')
  const history = page.getByRole('region', { name: 'History' })
  await expect(history).toContainText('Removed: 203.0.113.100')
  await expect(history).toContainText('Added: 198.51.100.0/24 # Office')
  await expect(history).toContainText('from 203.0.113.9')
})

test('a key is renamed without touching its list', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Old name', '203.0.113.100')
  await edit(page, key)
  const name = keyName('New name')
  await nameField(page).fill(name)
  await save(page)
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await openTab(page, 'History')
  await expect(page.getByRole('region', { name: 'History' })).toContainText(`Name: ${key.name} → ${name}`)
  expect((await verifyFrom('203.0.113.100', key.secret)).status).toBe(200)
})

test('a save is shown before it is done, and asks before it refuses who calls now', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Reviewed', '203.0.113.0/24')
  expect((await verifyFrom('203.0.113.7', key.secret)).status).toBe(200)
  expect((await verifyFrom('198.51.100.7', key.secret)).status).toBe(403)
  await edit(page, key)
  const review = page.getByRole('region', { name: 'What saving would do' })
  await expect(review).toBeHidden()
  await listField(page).fill('198.51.100.0/24')
  await expect(review).toContainText('256 addresses gained, 256 addresses lost')
  await expect(review).toContainText('The one address that called this week would be refused')
  await expect(review).toContainText('203.0.113.7')
  await expect(review).toContainText('198.51.100.7')
  await expectAccessible(page, 'the review of a save')

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(lockoutQuestion(page)).toContainText('203.0.113.7')
  await expectAccessible(page, 'the question whom a save may refuse')
  await page.getByRole('button', { name: 'Go back' }).click()
  await expect(listField(page)).toHaveValue('198.51.100.0/24')
  expect((await verifyFrom('203.0.113.7', key.secret)).status).toBe(200)

  await save(page)
  expect((await verifyFrom('203.0.113.7', key.secret)).status).toBe(403)
  expect((await verifyFrom('198.51.100.7', key.secret)).status).toBe(200)
})
