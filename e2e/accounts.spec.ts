import { newAccount, sendSignIn, signOut, signUp } from './fixtures/accounts.ts'
import { expect, test } from './fixtures/test.ts'

test('somebody signs up, and is led to their first key', async ({ asVisitor: page }) => {
  const account = newAccount('Vera')
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByRole('link', { name: 'Create an account' }).click()
  await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible()
  await expect(page.getByText('You are the first one here')).toBeHidden()
  await signUp(page, account)
  await expect(page.getByRole('heading', { name: 'Create your first key' })).toBeVisible()
})

test('a refused sign-up keeps what was typed', async ({ asVisitor: page, owner }) => {
  await page.goto('/sign-up')
  const account = { ...newAccount('Vera'), email: owner.account.email }
  await page.getByLabel('Name', { exact: true }).fill(account.name)
  await page.getByLabel('E-mail address').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill('too short')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('main').getByText('At least 12 characters')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('main').getByText('There is already an account with this e-mail address')).toBeVisible()
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(account.name)
  await expect(page.getByLabel('E-mail address')).toHaveValue(account.email)
  await expect(page.getByLabel('E-mail address')).toBeFocused()
})

test('a wrong password and an unknown account are told the same', async ({ asVisitor: page, owner }) => {
  await page.goto('/sign-in')
  const told: (string | null)[] = []
  for (const email of [owner.account.email, newAccount('Nobody').email]) {
    await page.goto('/sign-in')
    await sendSignIn(page, { email, password: 'not the password' })
    const alert = page.getByRole('alert').filter({ hasText: /\S/ })
    await expect(alert).toBeVisible()
    await expect(page.getByLabel('E-mail address')).toHaveValue(email)
    told.push(await alert.textContent())
  }
  expect(told).toEqual(Array(2).fill('That e-mail address and password do not go together.'))
})

test('signing out ends the session, also for a cookie that was copied', async ({ asNewcomer, openBrowser }) => {
  const { page, account } = asNewcomer
  await page.goto('/settings/api-keys')
  const state = await page.context().storageState()
  const copy = await openBrowser({ account, state })
  await copy.goto('/settings/profile')
  await expect(copy.getByRole('heading', { name: 'Profile' })).toBeVisible()

  await signOut(page, account)
  await copy.reload()
  await expect(copy.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test.describe('after signing in one is back where one was sent from', () => {
  test('by being sent to sign in', async ({ openBrowser, owner }) => {
    const page = await openBrowser()
    await page.goto('/settings/api-keys?q=shop&sort=name')
    await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
    await sendSignIn(page, owner.account)
    await expect(page).toHaveURL(/\/settings\/api-keys\?q=shop&sort=name$/)
  })

  const elsewhere = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/%09/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '/%5cevil.example',
  ]
  test('but never on another site', async ({ openBrowser, owner }) => {
    const page = await openBrowser()
    const origin = new URL(await page.goto('/sign-in').then(() => page.url())).origin
    for (const callbackUrl of elsewhere) {
      await page.context().clearCookies()
      await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`)
      await sendSignIn(page, owner.account)
      await expect(page.getByRole('heading', { name: /API Keys|There is no such page/ })).toBeVisible()
      expect(new URL(page.url()).origin, callbackUrl).toBe(origin)
      await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`)
      expect(new URL(page.url()).origin, callbackUrl).toBe(origin)
    }
  })
})

test.describe('guessing', () => {
  test.use({ callerAddress: '198.51.100.200' })

  test('is stopped and said to be, while the owner gets in from elsewhere', async ({ asNewcomer, openBrowser }) => {
    const { email, password } = asNewcomer.account
    const guesser = await openBrowser()
    await guesser.goto('/sign-in')
    const alert = guesser.getByRole('alert').filter({ hasText: /\S/ })
    for (let guess = 1; guess <= 10; guess += 1) {
      const answered = guesser.waitForResponse((response) => response.request().method() === 'POST')
      await sendSignIn(guesser, { email, password: `guess number ${guess}` })
      await answered
      await expect(alert).toHaveText('That e-mail address and password do not go together.')
    }
    await sendSignIn(guesser, { email, password })
    await expect(alert).toHaveText(/^Too many attempts\. Try again in \d+ (seconds?|minutes)\.$/)

    const elsewhere = await openBrowser(undefined, { extraHTTPHeaders: { 'X-Forwarded-For': '203.0.113.77' } })
    await elsewhere.goto('/sign-in')
    await sendSignIn(elsewhere, { email, password })
    await expect(elsewhere.getByRole('heading', { name: 'API Keys' })).toBeVisible()
  })
})
