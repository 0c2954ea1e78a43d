import type { Page } from '@playwright/test'
import { type MadeKey, makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { type Answer, verify, verifyFrom } from './fixtures/verify.ts'

const LISTED = '203.0.113.42'

/** All of an answer that the caller could tell apart from another. */
function onTheWire({ status, headers, text }: Answer): unknown {
  const { date: _, 'x-request-id': id, ...rest } = headers
  return { status, rest, text, hasRequestId: id !== undefined }
}

async function expectDead({ secret }: MadeKey): Promise<void> {
  const missing = onTheWire(await verify(null, { server: 'forwarded' }))
  expect(missing).toMatchObject({
    status: 401,
    text: '{"error":"Invalid API key"}',
    rest: { 'www-authenticate': 'Bearer' },
    hasRequestId: true,
  })
  const flipped = secret.slice(0, -1) + (secret.endsWith('a') ? 'b' : 'a')
  for (const credential of [flipped, 'nonsense', secret]) {
    expect(onTheWire(await verifyFrom(LISTED, credential))).toEqual(missing)
    // Nor does the address make a difference.
    expect(onTheWire(await verifyFrom('198.51.100.1', credential))).toEqual(missing)
  }
}

const dialog = (page: Page) => page.getByRole('alertdialog')

test('a paused key is as good as none, and works again when it is resumed', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Pause', LISTED)
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  await expectDead(key)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  expect((await verifyFrom(LISTED, key.secret)).status).toBe(200)
})

test('a key that is not in use is revoked after one question', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Unused', LISTED)
  await page.getByRole('button', { name: 'Revoke' }).click()
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog(page)).toBeHidden()
  expect((await verifyFrom('198.51.100.1', key.secret)).status).toBe(403)
  await page.getByRole('button', { name: 'Revoke' }).click()
  await dialog(page).getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText(`${key.name} is revoked`)).toBeVisible()
  await expectDead(key)
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeHidden()
  await page.goto(`${key.url}/edit`)
  await expect(page).toHaveURL(key.url)
})

test('a key in use is revoked only by typing its name', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Used', LISTED)
  expect((await verifyFrom(LISTED, key.secret)).status).toBe(200)
  await expect(async () => {
    await page.reload()
    const overview = page.getByRole('region', { name: 'Overview' })
    await expect(overview).toContainText(`from ${LISTED}`, { timeout: 500 })
  }).toPass()
  await page.getByRole('button', { name: 'Revoke' }).click()
  await expect(dialog(page)).toContainText('This key was used in the last 24 hours')
  await dialog(page).getByRole('button', { name: 'Revoke' }).click()
  await expect(dialog(page)).toContainText(`Type ${key.name} to go on.`)
  await dialog(page).getByLabel(`Type ${key.name} to confirm`).fill(`${key.name}x`)
  await dialog(page).getByRole('button', { name: 'Revoke' }).click()
  expect((await verifyFrom(LISTED, key.secret)).status).toBe(200)
  await dialog(page).getByLabel(`Type ${key.name} to confirm`).fill(key.name)
  await dialog(page).getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText(`${key.name} is revoked`)).toBeVisible()
  await expectDead(key)
})

test('a use that the page does not show yet still asks for the name', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Just used', LISTED)
  await page.getByRole('button', { name: 'Revoke' }).click()
  expect((await verifyFrom(LISTED, key.secret)).status).toBe(200)
  await expect(async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Revoke' }).click()
    await expect(dialog(page).getByLabel(`Type ${key.name} to confirm`)).toBeVisible({ timeout: 500 })
  }).toPass()
})

test('a key is paused, resumed and revoked from the table', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'In the table', LISTED)
  await page.goto('/settings/api-keys')
  const row = page.getByRole('row', { name: key.name })
  const choose = async (item: string) => {
    await page.getByRole('button', { name: `More for ${key.name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Pause')
  await expect(row).toContainText('Paused')
  await expectDead(key)
  await choose('Resume')
  await expect(row).toContainText('Active')
  expect((await verifyFrom(LISTED, key.secret)).status).toBe(200)
  await choose('Details')
  await expect(page).toHaveURL(key.url)
})
