import { expectAccessible } from './fixtures/accessibility.ts'
import { newAccount } from './fixtures/accounts.ts'
import { expect, test } from './fixtures/test.ts'

test('somebody joins by a link, becomes a viewer, and is out once removed', async ({
  asNewcomer: { page },
  asStranger,
  asVisitor,
}) => {
  const vera = newAccount('Vera')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Members' }).click()
  const form = page.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('E-mail address').fill(vera.email)
  await form.getByRole('button', { name: 'Invite' }).click()
  const link = (await page.getByRole('figure').getByRole('code').textContent()) ?? ''
  expect(new URL(link).hash).toHaveLength(44)
  await expectAccessible(page, 'members')

  await asStranger.goto(link)
  await expect(asStranger.getByRole('heading', { name: 'This invitation is for somebody else' })).toBeVisible()
  expect(await asStranger.content()).not.toContain(vera.email)

  await asVisitor.goto(link)
  await expect(asVisitor.getByRole('heading', { name: 'You are invited' })).toBeVisible()
  expect(asVisitor.url()).not.toContain('#')
  await asVisitor.getByRole('link', { name: 'Create an account' }).click()
  await asVisitor.getByLabel('Name', { exact: true }).fill(vera.name)
  await asVisitor.getByLabel('E-mail address').fill(vera.email)
  await asVisitor.getByLabel('Password', { exact: true }).fill(vera.password)
  await asVisitor.getByRole('button', { name: 'Create account' }).click()
  const create = asVisitor.getByRole('link', { name: 'Create New Key' })
  await expect(create.first()).toBeVisible()

  await page.reload()
  const row = page.getByRole('row', { name: vera.email })
  await row.getByRole('button', { name: 'Change role' }).click()
  const choice = page.getByRole('alertdialog')
  await choice.getByRole('radio', { name: 'Viewer' }).check()
  await choice.getByRole('button', { name: 'Change role' }).click()
  await expect(row).toContainText('Viewer')
  await asVisitor.reload()
  await expect(asVisitor.getByRole('heading', { name: 'API Keys' })).toBeVisible()
  await expect(create).toHaveCount(0)
  await asVisitor.goto('/settings/members')
  await expect(asVisitor.getByRole('row', { name: vera.email }).getByRole('button')).toHaveText(['Leave'])
  await expect(asVisitor.getByRole('form')).toHaveCount(0)
  await expect(asVisitor.getByRole('link', { name: 'Activity' })).toHaveCount(0)

  await row.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  // Behind the question the table is hidden.
  await expect(page.getByRole('alertdialog')).toBeHidden()
  await expect(row).toHaveCount(0)
  await asVisitor.goto('/settings/api-keys')
  await expect(asVisitor.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByRole('row', { name: `Removed a member ${vera.email}, viewer` })).toBeVisible()
})
