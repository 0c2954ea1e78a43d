import type { Locator, Page } from '@playwright/test'
import { keyName, listField, nameField, secretField } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { verifyFrom } from './fixtures/verify.ts'

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const isFocused = () => target.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 40; presses += 1) {
    if (await isFocused()) return
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused()
}

test('a key is created, restricted and taken away without a mouse', async ({ asOwner: page }) => {
  const name = keyName('By keyboard')
  await page.goto('/settings/api-keys')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: 'Create New Key' }).first())
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Create New Key' })).toBeVisible()
  await tabTo(page, nameField(page))
  await page.keyboard.type(name)
  await tabTo(page, listField(page))
  await page.keyboard.type('203.0.113.42:443')
  await tabTo(page, page.getByRole('button', { name: 'Use 203.0.113.42' }))
  await page.keyboard.press('Enter')
  await expect(listField(page)).toHaveValue('203.0.113.42')
  await expect(listField(page)).toBeFocused()
  await tabTo(page, page.getByRole('button', { name: 'Create', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: `${name} is ready` })).toBeFocused()
  const secret = await secretField(page).inputValue()
  expect((await verifyFrom('203.0.113.42', secret)).status).toBe(200)

  await tabTo(page, page.getByLabel('I have saved it'))
  await page.keyboard.press('Space')
  await tabTo(page, page.getByRole('button', { name: 'Done' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'API Keys' })).toBeVisible()
  await tabTo(page, page.getByRole('button', { name: `More for ${name}` }))
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('menuitem', { name: 'Pause' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name })).toContainText('Paused')
  expect((await verifyFrom('203.0.113.42', secret)).status).toBe(401)
})
