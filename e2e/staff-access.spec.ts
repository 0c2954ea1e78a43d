import type { Page } from '@playwright/test'
import { staffDoors } from '#test/staff-paths'
import { expectAccessible } from './fixtures/accessibility.ts'
import { sendSignIn } from './fixtures/accounts.ts'
import { codeOf } from './fixtures/second-factor.ts'
import { ageSessions, setMember, setStaffRole } from './fixtures/staff.ts'
import { expect, test } from './fixtures/test.ts'

const doors = staffDoors()

test('for everybody but the staff there are no staff pages, and none of them says so', async ({
  asVisitor,
  asNewcomer,
  asOwner,
  asAuditor,
  asStaff,
}) => {
  await setMember(asNewcomer.account.email)
  for (const page of [asVisitor, asNewcomer.page, asOwner]) {
    const unknown = await page.request.get('/no-such-page')
    for (const { path } of doors) {
      // As a browser opens it, and as Next's own links load it, which are first sent to an address of their own.
      for (const options of [{ maxRedirects: 0 }, { headers: { RSC: '1' } }]) {
        const answer = await page.request.get(path, options)
        const text = await answer.text()
        // What Next's links load is under way before a page has decided, so its refusal is in the body.
        const isRefused = 'headers' in options && text.includes('HTTP_ERROR_FALLBACK;404')
        expect([path, isRefused ? 404 : answer.status()]).toEqual([path, 404])
        expect(text, path).not.toMatch(/Every workspace|Your workspace|You read| · Staff|>People|"People/)
      }
      const answer = await page.request.post(path, { maxRedirects: 0, data: '' })
      expect([path, answer.status()]).toEqual([path, 404])
    }
    expect(unknown.status()).toBe(404)
  }
  await asOwner.goto('/staff/people')
  await expect(asOwner.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
  await expect(asOwner).toHaveTitle('Page not found · Gatelist')
  for (const { path, isDynamic, right } of doors) {
    if (isDynamic) continue
    const open = path === '/staff' ? 307 : 200
    expect([path, await statusOf(asStaff, path)]).toEqual([path, open])
    expect([path, await statusOf(asAuditor, path)]).toEqual([path, right === 'act' ? 404 : open])
  }
})

/** Without following where it leads. */
async function statusOf(page: Page, path: string): Promise<number> {
  return (await page.request.get(path, { maxRedirects: 0 })).status()
}

test('staff manage staff, and a role that is taken away is gone at the next click', async ({
  asStaff,
  asNewcomer,
  owner,
}) => {
  const { page, account } = asNewcomer
  await asStaff.goto('/settings/api-keys')
  await asStaff.getByRole('link', { name: 'Staff' }).click()
  await expect(asStaff).toHaveURL(/\/staff\/keys/)
  await asStaff.goto('/staff/people')
  await asStaff.getByLabel('E-mail address').fill('nobody@example.com')
  await asStaff.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(
    asStaff.getByRole('form', { name: 'Add somebody' }).getByText('There is no account with this e-mail address.'),
  ).toBeVisible()
  await asStaff.getByLabel('E-mail address').fill(account.email)
  await asStaff.getByRole('button', { name: 'Add', exact: true }).click()
  const row = asStaff.getByRole('row').filter({ hasText: account.email })
  await expect(row).toContainText('Auditor')
  await expectAccessible(asStaff, 'staff people')

  await page.goto('/staff/people')
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove' })).toHaveCount(0)
  await change(asStaff, account.email, 'Make staff')
  await page.reload()
  await page.getByLabel('E-mail address').fill(owner.account.email)
  await change(asStaff, account.email, 'Make auditor')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('alert').getByText('Auditors read and export.')).toBeVisible()
  await expect(page.getByLabel('E-mail address')).toHaveValue(owner.account.email)
  await change(asStaff, account.email, 'Remove')
  await expect(row).toHaveCount(0)
  await page.getByRole('navigation', { name: 'Staff' }).getByRole('link', { name: 'People' }).click()
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
})

async function change(page: Page, email: string, name: string): Promise<void> {
  await page.getByRole('row').filter({ hasText: email }).getByRole('button', { name }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name }).click()
  await expect(dialog).toBeHidden()
}

test.describe('where staff need a second factor', () => {
  test.use({ server: 'direct' })

  test('they set it up and go on, and no session without it or of yesterday opens a staff page', async ({
    asNewcomer,
    openBrowser,
  }) => {
    const { page, account } = asNewcomer
    await setStaffRole(account.email, 'staff')
    const before = await openBrowser()
    await before.goto('/sign-in')
    await sendSignIn(before, account)
    await expect(before.getByRole('heading', { name: 'API Keys' })).toBeVisible()
    await page.goto('/staff/people')
    await expect(page.getByText('Staff pages ask for a second factor.')).toBeVisible()
    await page.getByLabel('Password', { exact: true }).fill(account.password)
    await page.getByRole('button', { name: 'Continue' }).click()
    await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
    await expectAccessible(page, 'second factor, the key')
    const key = (await page.getByRole('code').textContent()) ?? ''
    await page.getByLabel('Code', { exact: true }).fill('000000')
    await page.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByRole('main').getByText('That code is not right.')).toBeVisible()
    await page.getByLabel('Code', { exact: true }).fill(codeOf(key))
    await page.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByRole('heading', { name: 'Save your recovery codes' })).toBeVisible()
    await expectAccessible(page, 'recovery codes')
    const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
    await page.getByLabel('I have saved them').check()
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()

    await before.goto('/staff/people')
    await expect(before.getByText('Staff pages ask for a fresh sign-in')).toBeVisible()
    await sendSignIn(before, account)
    await expectAccessible(before, 'the code at the sign-in')
    await before.goto('/staff/people')
    await expect(before.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await sendSignIn(before, account)
    await before.getByLabel('Code').fill(codes[0] ?? '')
    await before.getByRole('button', { name: 'Sign in' }).click()
    await expect(before.getByRole('heading', { name: 'People' })).toBeVisible()

    await ageSessions(account.email, 13)
    await page.goto('/staff/people?x=1')
    await sendSignIn(page, account)
    await page.getByLabel('Code').fill(codes[1] ?? '')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(/\/staff\/people\?x=1$/)
    await page.goto('/settings/profile/second-factor')
    await expect(page.getByText('8 recovery codes are left.')).toBeVisible()
    await expectAccessible(page, 'second factor, on')
  })
})
