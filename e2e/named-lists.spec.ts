import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './fixtures/accessibility.ts'
import {
  agreeToRefuse,
  finish,
  keyName,
  lockoutQuestion,
  makeKey,
  nameField,
  openTab,
  secretField,
} from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

const addresses = (page: Page): Locator => page.getByRole('textbox', { name: 'Addresses', exact: true })
const ceilingText = (page: Page): Locator => page.getByRole('textbox', { name: 'Ceiling', exact: true })

async function createList(page: Page, { name, entries }: { name: string; entries: string }): Promise<string> {
  await page.goto('/settings/lists/new')
  await nameField(page).fill(name)
  await addresses(page).fill(entries)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  return page.url()
}

/** On the tab of a key's allowed addresses, which is open. */
async function attach(page: Page, list: string): Promise<void> {
  await page.getByRole('checkbox', { name: list }).check()
  await page.getByRole('button', { name: 'Save lists' }).click()
  await expect(page.getByRole('heading', { name: `From ${list}` })).toBeVisible()
}

test('a named list that two keys use is edited once, and rules the next call of both', async ({ asNewcomer }) => {
  const { page } = asNewcomer
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Named lists' }).click()
  await expect(page.getByRole('heading', { name: 'Keep an address once, for many keys' })).toBeVisible()
  await expectAccessible(page, 'no named lists')
  const url = await createList(page, { name: 'Office', entries: '198.51.100.0/26 # Floors 1 to 3' })

  const [shop, blog] = [await makeKey(page, 'Shop', '203.0.113.7'), await makeKey(page, 'Blog', '203.0.113.7')]
  for (const key of [shop, blog]) {
    await page.goto(key.url)
    await openTab(page, 'Allowed addresses')
    await attach(page, 'Office')
    expect((await verifyFrom('198.51.100.7', key.secret)).status).toBe(200)
  }
  await expectAccessible(page, 'a key that uses a named list')

  await page.goto(`${url}/edit`)
  await expect(page.getByText('This list is used by 2 keys.')).toBeVisible()
  await addresses(page).fill('198.51.100.0/29 # Floor 1\n192.0.2.0/24 # New floor')
  const review = page.getByRole('region', { name: 'What saving would do' })
  await expect(review).toContainText('Removed: 198.51.100.0/26')
  await expectAccessible(page, 'a named list as text, with the review')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Office', level: 1, exact: true })).toBeVisible()
  for (const key of [shop, blog]) {
    expect((await verifyFrom('192.0.2.7', key.secret)).status).toBe(200)
    expect((await verifyFrom('198.51.100.40', key.secret)).text).toBe(NOT_ALLOWED)
    expect((await verifyFrom('203.0.113.7', key.secret)).status).toBe(200)
  }

  await page.goto('/settings/lists')
  await expect(page.getByRole('row', { name: /Office/ })).toContainText('used by 2 keys')
  await expectAccessible(page, 'named lists')
  await page.getByRole('link', { name: 'Office' }).click()
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('alertdialog', { name: 'Office is in use' })).toContainText('used by 2 keys')
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('link', { name: 'Keys (2)' }).click()
  await expect(page.getByRole('link', { name: shop.name })).toBeVisible()
  await expectAccessible(page, 'keys of a named list')
})

test('a change that would refuse who calls now names caller and key, and is confirmed', async ({ asNewcomer }) => {
  const { page } = asNewcomer
  const url = await createList(page, { name: 'Egress', entries: '198.51.100.7 # NAT\n198.51.100.8' })
  await page.goto('/settings/api-keys/new')
  const name = keyName('Only listed')
  await nameField(page).fill(name)
  // An empty list of its own beside a named list opens nothing, so nothing is asked.
  await page.getByRole('checkbox', { name: 'Egress' }).check()
  await expect(page.getByText('Only its named lists admit callers')).toBeVisible()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: `${name} is ready` })).toBeVisible()
  const secret = await secretField(page).inputValue()
  await finish(page)
  expect((await verifyFrom('198.51.100.7', secret)).status).toBe(200)
  expect((await verifyFrom('192.0.2.1', secret)).text).toBe(NOT_ALLOWED)

  await page.goto(url)
  await expectAccessible(page, 'a named list')
  await page.getByRole('button', { name: /Remove 198\.51\.100\.7/ }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Remove/ })
    .click()
  await expect(lockoutQuestion(page)).toContainText('198.51.100.7')
  await (await agreeToRefuse(page)).click()
  await expect(lockoutQuestion(page)).toBeHidden()
  await expect(page.getByRole('button', { name: /Remove 198\.51\.100\.7$/ })).toBeHidden()
  expect((await verifyFrom('198.51.100.7', secret)).text).toBe(NOT_ALLOWED)
  expect((await verifyFrom('198.51.100.8', secret)).status).toBe(200)
})

test('a ceiling narrows every key, also an open one, and is its own confirmed act', async ({ asNewcomer }) => {
  const { page } = asNewcomer
  const open = await makeKey(page, 'Open', '')
  await page.goto('/settings/lists')
  await page.getByRole('link', { name: 'Set up a ceiling' }).click()
  await ceilingText(page).fill('203.0.113.0/24')
  await page.getByRole('button', { name: 'Save ceiling' }).click()
  await expect(page.getByText('The ceiling is saved')).toBeVisible()
  expect((await verifyFrom('198.51.100.7', open.secret)).status).toBe(200)
  await expectAccessible(page, 'ceiling')

  await page.getByRole('radio', { name: 'Enforced' }).check()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  const question = page.getByRole('alertdialog', { name: 'Enforce the ceiling?' })
  await expect(question).toContainText('would be refused')
  await question.getByRole('button', { name: 'Enforce' }).click()
  await expect(lockoutQuestion(page)).toContainText('198.51.100.7')
  await (await agreeToRefuse(page)).click()
  await expect(page.getByText('The ceiling is enforced', { exact: true })).toBeVisible()
  expect((await verifyFrom('198.51.100.7', open.secret)).text).toBe(NOT_ALLOWED)
  expect((await verifyFrom('203.0.113.50', open.secret)).status).toBe(200)

  await page.getByRole('radio', { name: 'Off' }).check()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByText('The ceiling is off', { exact: true })).toBeVisible()
  expect((await verifyFrom('198.51.100.7', open.secret)).status).toBe(200)
})
