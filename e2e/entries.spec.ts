import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/accessibility.ts'
import { agreeToRefuse, lockoutQuestion, makeKey, openTab } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

const CALLER = '198.51.100.7'

const list = (page: Page) => page.getByRole('region', { name: 'Allowed addresses', exact: true })
const entry = (page: Page, text: string) => list(page).getByRole('listitem').filter({ hasText: text })

/** Fills in the line for a new entry that stands above the list. */
async function fillIn(page: Page, { text, note }: { text: string; note: string }): Promise<void> {
  const form = page.getByRole('form', { name: 'Add an entry' })
  await form.getByLabel('Address, network or range').fill(text)
  await form.getByLabel('Note').fill(note)
}

test('an entry is added, switched off and on, noted and removed where it stands', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Entries', '203.0.113.42')
  await openTab(page, 'Allowed addresses')
  await expect(page).toHaveTitle(/^Allowed addresses · /)

  await test.step('what cannot be read stays, and says why', async () => {
    await fillIn(page, { text: `${CALLER}:443`, note: 'Build servers' })
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(list(page).getByLabel('Address, network or range')).toHaveAttribute('aria-invalid', 'true')
    await expect(list(page).getByLabel('Note')).toHaveValue('Build servers')
    await expectAccessible(page, 'an entry that cannot be read')
  })
  await test.step('add it with a note and an end', async () => {
    await fillIn(page, { text: CALLER, note: 'Build servers' })
    await list(page).getByLabel('Ends').selectOption('In 7 days')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(entry(page, CALLER)).toContainText('Build servers')
    await expect(entry(page, CALLER)).toContainText(/ends in (6|7) days/)
    await expect(page.getByText('One entry ends within a week')).toBeVisible()
    await expect(list(page).getByLabel('Address, network or range')).toHaveValue('')
    expect((await verifyFrom(CALLER, key.secret)).status).toBe(200)
  })
  await test.step('off: its next call is refused, and that is asked about first', async () => {
    await entry(page, CALLER).getByRole('switch').click()
    await expect(lockoutQuestion(page)).toContainText(CALLER)
    await expectAccessible(page, 'refuse who calls now?')
    await (await agreeToRefuse(page)).click()
    await expect(entry(page, CALLER)).toContainText('Off')
    await expect(entry(page, CALLER).getByRole('switch')).not.toBeChecked()
    await expect(entry(page, CALLER).getByRole('switch')).not.toHaveAttribute('aria-busy')
    expect((await verifyFrom(CALLER, key.secret)).text).toBe(NOT_ALLOWED)
  })
  await test.step('on: it passes', async () => {
    await entry(page, CALLER).getByRole('switch').click()
    await expect(entry(page, CALLER)).not.toContainText('Off')
    await expect(entry(page, CALLER).getByRole('switch')).toBeChecked()
    expect((await verifyFrom(CALLER, key.secret)).status).toBe(200)
  })
  await test.step('another note, and no end', async () => {
    await page.getByRole('button', { name: `Edit ${CALLER}` }).click()
    const form = page.getByRole('form', { name: `Edit ${CALLER}` })
    await expect(form.getByLabel('Note')).toBeFocused()
    await form.getByLabel('Note').fill('Build servers, new')
    await form.getByLabel('Ends').selectOption('Never')
    await expectAccessible(page, 'an entry that is edited')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect(entry(page, CALLER)).toContainText('Build servers, new')
    await expect(entry(page, CALLER)).not.toContainText('ends')
    await expect(page.getByRole('button', { name: `Edit ${CALLER}` })).toBeFocused()
  })
  await test.step('remove it, knowing who calls from it', async () => {
    await page.getByRole('button', { name: `Remove ${CALLER}` }).click()
    await page
      .getByRole('alertdialog', { name: `Remove ${CALLER}?` })
      .getByRole('button', { name: 'Remove' })
      .click()
    await expect(lockoutQuestion(page)).toContainText(CALLER)
    await page.getByRole('button', { name: 'Go back' }).click()
    await expect(entry(page, CALLER)).toBeVisible()
    await page.getByRole('button', { name: `Remove ${CALLER}` }).click()
    await page
      .getByRole('alertdialog', { name: `Remove ${CALLER}?` })
      .getByRole('button', { name: 'Remove' })
      .click()
    await (await agreeToRefuse(page)).click()
    // While it stands open, nothing behind it can be seen.
    await expect(lockoutQuestion(page)).toBeHidden()
    await expect(entry(page, CALLER)).toHaveCount(0)
    expect((await verifyFrom(CALLER, key.secret)).text).toBe(NOT_ALLOWED)
    expect((await verifyFrom('203.0.113.42', key.secret)).status).toBe(200)
  })
})

test('a range becomes its networks, and the first entries of an open key close it only when that is ticked', async ({
  asOwner: page,
}) => {
  const key = await makeKey(page, 'Still open', '')
  await openTab(page, 'Allowed addresses')
  await expect(page.getByText('This key is open to any address')).toBeVisible()
  await fillIn(page, { text: '10.0.0.1-10.0.0.3', note: 'Lab' })
  await expect(list(page)).toContainText('10.0.0.1 – 10.0.0.3, 3 addresses')
  await page.getByLabel('Enforce the list from now on').uncheck()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(entry(page, '10.0.0.2/31')).toContainText('Lab')
  expect((await verifyFrom('198.51.100.1', key.secret)).status).toBe(200)
  await expectAccessible(page, 'the list of an open key')

  await fillIn(page, { text: '10.0.0.9', note: '' })
  await page.getByLabel('Enforce the list from now on').check()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await (await agreeToRefuse(page)).click()
  await expect(entry(page, '10.0.0.9')).toBeVisible()
  await expect(page.getByText('This key is open to any address')).toBeHidden()
  expect((await verifyFrom('198.51.100.1', key.secret)).status).toBe(403)
  expect((await verifyFrom('10.0.0.9', key.secret)).status).toBe(200)
})
