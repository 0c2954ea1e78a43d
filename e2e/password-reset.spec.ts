import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/accessibility.ts'
import { sendSignIn } from './fixtures/accounts.ts'
import { resetPath } from './fixtures/reset-link.ts'
import { expect, test } from './fixtures/test.ts'

async function choose(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Set the password' }).click()
}

const password = 'other plain words here'

test('who has forgotten the password gets in by a link that works once', async ({
  asNewcomer: { page, account },
  openBrowser,
}) => {
  const visitor = await openBrowser()
  const requests: string[] = []
  visitor.on('request', (request) => requests.push(request.url() + JSON.stringify(request.headers())))
  await visitor.goto('/sign-in')
  await visitor.getByRole('link', { name: 'Forgotten your password?' }).click()
  await expect(visitor.getByText('gatelist admin reset-password')).toBeVisible()
  await expectAccessible(visitor, 'forgotten password')

  const path = await resetPath(account.email)
  const token = path.split('#')[1] ?? ''
  // The operator's wish alone signed every browser out.
  await page.goto('/settings/profile')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()

  // Two tabs of one link, and something that only looks: opening it uses nothing up.
  const second = await openBrowser()
  await second.goto(path)
  await visitor.goto(path)
  await expect(visitor).toHaveURL(/\/reset-password$/)
  await expectAccessible(visitor, 'new password')
  await choose(visitor, password)
  await expect(visitor.getByRole('heading', { name: 'Password changed' })).toBeVisible()
  // Signed in to nothing, but known to the account from now on.
  expect((await visitor.context().cookies()).map(({ name }) => name)).toEqual(['gatelist.device'])
  await choose(second, 'a third password here')
  await expect(second.getByRole('alert').filter({ hasText: 'This link has been used' })).toBeVisible()
  expect(requests.filter((request) => request.includes(token))).toEqual([])

  await visitor.getByRole('link', { name: 'Sign in' }).click()
  await sendSignIn(visitor, account)
  await expect(visitor.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible()
  await sendSignIn(visitor, { ...account, password })
  await expect(visitor.getByRole('heading', { name: 'API Keys' })).toBeVisible()
})
