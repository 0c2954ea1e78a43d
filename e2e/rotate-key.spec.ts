import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/accessibility.ts'
import { type MadeKey, makeKey, openKey, openTab, secretField } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { verifyFrom } from './fixtures/verify.ts'

const LISTED = '203.0.113.42'

const dialog = (page: Page, { name }: Pick<MadeKey, 'name'>) =>
  page.getByRole('alertdialog', { name: `Rotate ${name}?` })

/** From the page of a key to the new secret. */
async function rotate(page: Page, key: MadeKey, grace: string): Promise<string> {
  await page.getByRole('button', { name: 'Rotate' }).click()
  await dialog(page, key).getByRole('radio', { name: grace }).check()
  await dialog(page, key).getByRole('button', { name: 'Rotate' }).click()
  await expect(page.getByRole('heading', { name: `${key.name} has a new key` })).toBeFocused()
  return secretField(page).inputValue()
}

/** Says that the new secret is saved, and goes on to the page of its key. */
async function goOn(page: Page, key: MadeKey): Promise<void> {
  await page.getByLabel('I have saved it').check()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('heading', { name: key.name, level: 1, exact: true })).toBeVisible()
}

test('both secrets work while the grace period lasts, and the page shows who still uses the old one', async ({
  asOwner: page,
}) => {
  const key = await makeKey(page, 'Rotated', LISTED)
  await page.getByRole('button', { name: 'Rotate' }).click()
  await expect(dialog(page, key).getByRole('radio', { name: '24 hours' })).toBeChecked()
  await expect(dialog(page, key)).toContainText('Both secrets work until')
  await dialog(page, key).getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog(page, key)).toBeHidden()
  const secret = await rotate(page, key, '24 hours')
  expect(secret).not.toBe(key.secret)
  await expect(page.getByText('The old one works too, until')).toBeVisible()
  for (const either of [key.secret, secret]) expect((await verifyFrom(LISTED, either)).status).toBe(200)
  expect((await verifyFrom('198.51.100.1', secret)).status).toBe(403)

  await goOn(page, key)
  const overview = page.getByRole('region', { name: 'Overview' })
  await expect(overview).toContainText('Active')
  await expect(overview).toContainText('Replaces')
  await openTab(page, 'Allowed addresses')
  await expect(page.getByRole('region', { name: 'Allowed addresses' })).toContainText(LISTED)
  await openTab(page, 'Overview')
  await overview.getByRole('link').click()
  await expect(page).toHaveURL(key.url)
  await expect(overview).toContainText('Rotated')
  await expect(overview).toContainText('Works until')
  await expect(page.getByRole('button', { name: 'Rotate' })).toBeHidden()
  await openTab(page, 'History')
  const history = page.getByRole('region', { name: 'History' })
  await expect(history).toContainText('The old secret works until')
  await expect(history.getByRole('link', { name: 'The new key' })).toBeVisible()

  await openTab(page, 'Overview')
  const table = page.getByRole('table', { name: 'Callers with the old secret' })
  await expect(async () => {
    await page.reload()
    await expect(table.getByRole('row', { name: LISTED })).toContainText('Let through', { timeout: 500 })
  }).toPass()
  await expectAccessible(page, 'a rotated key')
  await openTab(page, 'Refused')
  await expect(page.getByRole('region', { name: 'Refused calls' })).not.toContainText(LISTED)
})

test('without a grace period the old secret stops at once, and who still uses it is shown', async ({
  asOwner: page,
}) => {
  const key = await makeKey(page, 'At once', LISTED)
  const secret = await rotate(page, key, 'None')
  await expect(page.getByText('the old one has stopped working')).toBeVisible()
  expect((await verifyFrom(LISTED, key.secret)).status).toBe(401)
  expect((await verifyFrom(LISTED, secret)).status).toBe(200)
  await goOn(page, key)
  await page.goto(key.url)
  await expect(page.getByRole('region', { name: 'Overview' })).toContainText('Revoked')
  const table = page.getByRole('table', { name: 'Callers with the old secret' })
  await expect(async () => {
    await page.reload()
    await expect(table.getByRole('row', { name: LISTED })).toContainText('Refused', { timeout: 500 })
  }).toPass()
})

test('the new secret is shown once: it is guarded, and after Done it is nowhere', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Once', LISTED)
  // Come to by a link, so that Back stays within the document, where the page itself asks.
  await page.goto('/settings/api-keys')
  await openKey(page, key.name)
  const bodies: { what: string; text: string }[] = []
  await page.route('**', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 })
    const body = await response.body()
    const { pathname } = new URL(route.request().url())
    bodies.push({ what: `${route.request().method()} ${pathname}`, text: body.toString() })
    await route.fulfill({ response, body })
  })
  const secret = await rotate(page, key, '1 hour')
  await page.getByRole('link', { name: 'Profile' }).click()
  const question = page.getByRole('alertdialog', { name: 'Leave without the key?' })
  await question.getByRole('button', { name: 'Stay' }).click()
  await expect(question).toBeHidden()
  await page.evaluate(() => window.history.back())
  await question.getByRole('button', { name: 'Stay' }).click()
  await expect(secretField(page)).toHaveValue(secret)
  await expectAccessible(page, 'the new secret')
  await goOn(page, key)
  await page.unrouteAll({ behavior: 'wait' })

  const random = secret.slice(-43)
  const isShown = async () => {
    const held = () => document.documentElement.outerHTML + JSON.stringify(window.history.state)
    return (await page.evaluate(held)).includes(random)
  }
  for (const back of [0, 1, 2]) {
    await expect(secretField(page)).toBeHidden()
    expect(await isShown(), `${back} pages back`).toBe(false)
    await page.goBack()
  }
  const held = bodies.filter(({ text }) => text.includes(random)).map(({ what }) => what)
  expect(held).toEqual([`POST ${new URL(key.url).pathname}`])
})

test('a key is rotated from the table, and its row leads to the new one', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'From the table', LISTED)
  await page.goto('/settings/api-keys')
  await page.getByRole('button', { name: `More for ${key.name}` }).click()
  await page.getByRole('menuitem', { name: 'Rotate' }).click()
  await expect(dialog(page, key)).toBeVisible()
  await expectAccessible(page, 'rotate?')
  await dialog(page, key).getByRole('button', { name: 'Rotate' }).click()
  await expect(page.getByRole('heading', { name: `${key.name} has a new key` })).toBeFocused()
  const end = (await secretField(page).inputValue()).slice(-4)
  await goOn(page, key)
  await expect(page.getByRole('region', { name: 'Overview' })).toContainText(end)

  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'API Keys' }).click()
  const old = page.getByRole('row', { name: key.name }).filter({ hasText: 'Rotated' })
  await expect(old).toContainText('Works until')
  await old.getByRole('button', { name: `More for ${key.name}` }).click()
  await expect(page.getByRole('menuitem', { name: 'Rotate', exact: true })).toBeHidden()
  await page.getByRole('menuitem', { name: 'New key of the rotation' }).click()
  await expect(page.getByRole('region', { name: 'Overview' })).toContainText(end)
})

test('a rotation that somebody else made first is told, and nothing is lost', async ({ asOwner, asSecondEditor }) => {
  const key = await makeKey(asOwner, 'Twice', LISTED)
  await asSecondEditor.goto(key.url)
  await rotate(asOwner, key, '1 hour')
  await asSecondEditor.getByRole('button', { name: 'Rotate' }).click()
  await dialog(asSecondEditor, key).getByRole('button', { name: 'Rotate' }).click()
  await expect(dialog(asSecondEditor, key)).toContainText('This key was rotated already.')
})
