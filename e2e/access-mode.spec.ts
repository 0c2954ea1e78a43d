import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/accessibility.ts'
import { agreeToRefuse, makeKey, openTab } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

const LISTED = '203.0.113.42'
const OTHER = '198.51.100.77'

/** Chooses a mode on the key's page; the button that brings it into force is pressed by the test. */
async function choose(page: Page, mode: 'Any address' | 'Report only' | 'Enforce'): Promise<void> {
  await page.getByRole('radio', { name: mode }).check()
  await expect(page.getByRole('heading', { name: 'What this would do' })).toBeVisible()
}

test('a key only reports, then enforces, then is opened, each as an act of its own', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Modes', LISTED)
  expect((await verifyFrom(OTHER, key.secret)).text).toBe(NOT_ALLOWED)

  await test.step('report only: other addresses pass, and the page says whom enforcing would refuse', async () => {
    await choose(page, 'Report only')
    await expect(page.getByRole('form', { name: 'Access' })).toContainText(OTHER)
    await expectAccessible(page, 'another access')
    await page.getByRole('button', { name: 'Only report' }).click()
    await expect(page.getByText('The key only reports now')).toBeVisible()
    for (const call of [1, 2]) expect([call, (await verifyFrom(OTHER, key.secret)).status]).toEqual([call, 200])
    expect((await verifyFrom(LISTED, key.secret)).status).toBe(200)
    await expect(async () => {
      await page.reload()
      const access = page.getByRole('region', { name: 'Access' })
      await expect(access).toContainText('Would have refused 2 calls from 1 address since', { timeout: 500 })
    }).toPass()
    await expectAccessible(page, 'a key that only reports')
  })
  await test.step('enforce: whom that refuses is shown, and confirmed', async () => {
    await choose(page, 'Enforce')
    await expect(page.getByRole('form', { name: 'Access' })).toContainText(
      '1 of the 2 addresses that called this week would be refused',
    )
    await page.getByRole('button', { name: 'Enforce the list' }).click()
    await (await agreeToRefuse(page)).click()
    await expect(page.getByText('The key enforces its list now')).toBeVisible()
    expect((await verifyFrom(OTHER, key.secret)).text).toBe(NOT_ALLOWED)
    expect((await verifyFrom(LISTED, key.secret)).status).toBe(200)
  })
  await test.step('open: asked about, and the list stays', async () => {
    await choose(page, 'Any address')
    await page.getByRole('button', { name: 'Open to any address' }).click()
    const question = page.getByRole('alertdialog', { name: 'Open this key to any address?' })
    await question.getByRole('button', { name: 'Open to any address' }).click()
    await expect(page.getByText('The key is open to any address')).toBeVisible()
    expect((await verifyFrom(OTHER, key.secret)).status).toBe(200)
    await openTab(page, 'Allowed addresses')
    await expect(page.getByRole('region', { name: 'Allowed addresses', exact: true })).toContainText(LISTED)
  })
})

test('a key is opened for a while with a reason, which every tab tells, and closed again', async ({
  asOwner: page,
}) => {
  const key = await makeKey(page, 'Bypassed', LISTED)
  const form = page.getByRole('form', { name: 'Open for a while' })
  await form.getByRole('button', { name: 'Open' }).click()
  await expect(form.getByLabel('Reason')).toBeFocused()
  await expect(form).toContainText('Say why')
  expect((await verifyFrom(OTHER, key.secret)).text).toBe(NOT_ALLOWED)

  await form.getByRole('radio', { name: '30 minutes' }).check()
  await form.getByLabel('Reason').fill('The build servers moved')
  await form.getByRole('button', { name: 'Open' }).click()
  const notice = page.getByText(/^Open to any address for (30:00|29:\d\d) more$/)
  await expect(notice).toBeVisible()
  expect((await verifyFrom(OTHER, key.secret)).status).toBe(200)
  await expectAccessible(page, 'a key that is open for a while')
  for (const tab of ['Allowed addresses', 'Refused', 'History'] as const) {
    await openTab(page, tab)
    await expect(notice).toBeVisible()
    await expect(page.getByText('The build servers moved').first()).toBeVisible()
  }
  await page.getByRole('button', { name: 'End it now' }).click()
  await expect(notice).toBeHidden()
  expect((await verifyFrom(OTHER, key.secret)).text).toBe(NOT_ALLOWED)
})
