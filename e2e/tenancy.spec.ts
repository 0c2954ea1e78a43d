import { makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'

test('a key of another workspace does not exist for a stranger', async ({ asOwner, asStranger }) => {
  const key = await makeKey(asOwner, 'Private', '203.0.113.42')
  for (const tab of ['', '/addresses', '/refused', '/history', '/edit']) {
    const url = `${key.url}${tab}`
    const response = await asStranger.goto(url)
    expect(response?.status()).toBe(404)
    await expect(asStranger.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
    expect(await response?.text()).not.toContain(key.name)
  }
  await asStranger.goto('/settings/api-keys')
  await expect(asStranger.getByText(key.name)).toBeHidden()
})

test('an address that leads nowhere says so and leads back', async ({ asOwner: page }) => {
  for (const path of [
    '/nowhere',
    '/settings/nowhere',
    '/settings/api-keys/nowhere',
    '/settings/api-keys/new/nowhere',
  ]) {
    const response = await page.goto(path)
    expect([path, response?.status()]).toEqual([path, 404])
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  }
  await page.getByRole('link', { name: 'Back to your keys' }).click()
  await expect(page.getByRole('heading', { name: 'API Keys' })).toBeVisible()
})
