import type { Page } from '@playwright/test'
import { createKey, finish, keyName, secretField, sendNewKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'

async function reveal(page: Page): Promise<{ name: string; secret: string }> {
  const name = keyName('Secret')
  return { name, secret: await createKey(page, { name, allowedIps: '203.0.113.42' }) }
}

test.describe('the secret is not lost', () => {
  test('by a stray click on a link', async ({ asOwner: page }) => {
    const { secret } = await reveal(page)
    await page.getByRole('link', { name: 'Profile' }).click()
    const question = page.getByRole('alertdialog', { name: 'Leave without the key?' })
    await question.getByRole('button', { name: 'Stay' }).click()
    await expect(question).toBeHidden()
    await expect(secretField(page)).toHaveValue(secret)
    await page.getByRole('link', { name: 'Profile' }).click()
    await question.getByRole('button', { name: 'Leave' }).click()
    await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible()
  })

  test('by Escape, nor by Done before it is said to be saved', async ({ asOwner: page }) => {
    const { secret } = await reveal(page)
    await page.keyboard.press('Escape')
    await expect(secretField(page)).toHaveValue(secret)
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByText('Tick this when the key is saved')).toBeVisible()
    await expect(secretField(page)).toHaveValue(secret)
  })

  test('by Back, pressed once or twice', async ({ asOwner: page }) => {
    await page.goto('/settings/api-keys')
    await page.getByRole('link', { name: 'Profile' }).click()
    await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible()
    await page.getByRole('link', { name: 'API Keys' }).click()
    await page.getByRole('link', { name: 'Create New Key' }).first().click()
    await expect(page.getByRole('heading', { name: 'Create New Key' })).toBeVisible()
    const secret = await sendNewKey(page, { name: keyName('Secret'), allowedIps: '203.0.113.42' })
    const question = page.getByRole('alertdialog', { name: 'Leave without the key?' })
    for (const press of [1, 2]) {
      await page.evaluate(() => window.history.back())
      await expect(question, `press ${press}`).toBeVisible()
      await question.getByRole('button', { name: 'Stay' }).click()
      await expect(question).toBeHidden()
      await expect(secretField(page)).toHaveValue(secret)
    }
    await expect(page).toHaveURL(/\/settings\/api-keys\/new$/)
  })

  test('by reload or by closing the tab: the browser asks', async ({ asOwner: page }) => {
    const { secret } = await reveal(page)
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.dismiss()
    })
    await page.evaluate(() => setTimeout(() => window.location.reload()))
    await expect.poll(() => asked).toEqual(['beforeunload'])
    await page.close({ runBeforeUnload: true })
    await expect.poll(() => asked).toEqual(['beforeunload', 'beforeunload'])
    await expect(secretField(page)).toHaveValue(secret)
  })
})

test('it is copied by one press, and that is said', async ({ asOwner: page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const { secret } = await reveal(page)
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await page.getByRole('button', { name: 'Copy key' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toHaveCount(1)
  expect(await clipboard()).toBe(secret)
  await page.getByRole('button', { name: 'Copy .env line' }).click()
  await expect.poll(clipboard).toBe(`GATELIST_API_KEY=${secret}`)
  await page.getByRole('button', { name: 'Copy curl command' }).click()
  await expect.poll(clipboard).toContain(`-H "Authorization: Bearer ${secret}"`)
})

test('after Done it is nowhere, and only one answer ever held it', async ({ asOwner: page }) => {
  const bodies: { what: string; text: string }[] = []
  await page.route('**', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 })
    const body = await response.body()
    const { pathname } = new URL(route.request().url())
    bodies.push({ what: `${route.request().method()} ${pathname}`, text: body.toString() })
    await route.fulfill({ response, body })
  })
  const { name, secret } = await reveal(page)
  await finish(page)
  await page.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await expect(page.getByRole('heading', { name: `Edit ${name}` })).toBeVisible()

  // The random part, so that a copy without the prefix is found too.
  const random = secret.slice(-43)
  for (const back of [1, 2, 3, 4]) {
    expect(await heldByBrowser(page), `${back - 1} pages back`).not.toContain(random)
    await page.goBack()
  }
  await page.unrouteAll({ behavior: 'wait' })
  const held = bodies.filter(({ text }) => text.includes(random))
  expect(held.map(({ what }) => what)).toEqual(['POST /settings/api-keys/new'])
})

/** All that the page, its storage and its history hold, as one text. */
function heldByBrowser(page: Page): Promise<string> {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value)
    return JSON.stringify([
      document.documentElement.outerHTML,
      fields,
      { ...localStorage },
      { ...sessionStorage },
      window.history.state,
      window.location.href,
      window.name,
      document.cookie,
    ])
  })
}
