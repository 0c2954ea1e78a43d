import type { Page } from '@playwright/test'
import type { Account } from './fixtures/accounts.ts'
import { sendSignIn } from './fixtures/accounts.ts'
import { expect, test } from './fixtures/test.ts'

async function signedInAt(page: Page, account: Account): Promise<Page> {
  await page.goto('/sign-in?callbackUrl=/settings/profile')
  await sendSignIn(page, account)
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible()
  return page
}

async function expectSignedOut(page: Page): Promise<void> {
  await page.goto('/settings/profile')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
}

async function expectSignedIn(page: Page): Promise<void> {
  await page.goto('/settings/profile')
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible()
}

const atAnotherDesk = { extraHTTPHeaders: { 'X-Forwarded-For': '198.51.100.5' } }

test('one session is ended from another', async ({ asNewcomer: { page, account }, openBrowser }) => {
  const other = await signedInAt(await openBrowser(undefined, atAnotherDesk), account)
  await page.goto('/settings/profile')
  const sessions = page.getByRole('region', { name: 'Where you are signed in' })
  await expect(sessions.getByRole('listitem')).toHaveCount(2)
  await sessions.getByRole('button', { name: /^Sign out .*198\.51\.100\.5$/ }).click()
  await expect(sessions.getByRole('listitem')).toHaveCount(1)
  await expectSignedOut(other)
  await expectSignedIn(page)
})

test('signing out everywhere signs out everywhere', async ({ asNewcomer: { page, account }, openBrowser }) => {
  const other = await signedInAt(await openBrowser(), account)
  await page.goto('/settings/profile')
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expectSignedOut(page)
  await expectSignedOut(other)
})

test('a changed password ends every other session', async ({ asNewcomer: { page, account }, openBrowser }) => {
  const other = await signedInAt(await openBrowser(), account)
  await page.goto('/settings/profile')
  const password = 'other plain words here'
  await page.getByLabel('Current password').fill('not the password')
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true')
  await expectSignedIn(other)

  await page.getByLabel('Current password').fill(account.password)
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed', { exact: true })).toBeVisible()
  await expectSignedOut(other)
  await expectSignedIn(page)

  await other.goto('/sign-in')
  await sendSignIn(other, account)
  await expect(other.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible()
  await sendSignIn(other, { ...account, password })
  await expect(other.getByRole('heading', { name: 'API Keys' })).toBeVisible()
})

test('what happened to the account is listed with its addresses', async ({ asNewcomer, openBrowser }) => {
  const { page, account } = asNewcomer
  const guesser = await openBrowser(undefined, atAnotherDesk)
  await guesser.goto('/sign-in')
  await sendSignIn(guesser, { ...account, password: 'not the password' })
  await expect(guesser.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible()
  await page.goto('/settings/profile')
  const activity = page.getByRole('region', { name: 'Recent activity' })
  await expect(activity.getByRole('listitem').filter({ hasText: 'Failed to sign in' })).toContainText('198.51.100.5')
  await expect(activity.getByRole('listitem').filter({ hasText: 'Signed up' })).toHaveCount(1)
})

test('a changed name is shown everywhere', async ({ asNewcomer: { page } }) => {
  await page.goto('/settings/profile')
  await page.getByLabel('Name', { exact: true }).fill('Nora Newname')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByRole('button', { name: 'Account menu of Nora Newname' })).toBeVisible()
})
