import { expectAccessible } from './fixtures/accessibility.ts'
import { listField, makeKey, nameField } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { judgedFrom, NOT_ALLOWED } from './fixtures/verify.ts'

test('staff see what a policy would do, confirm it by its number, and the owner’s very next call and save obey it', async ({
  asStaff: staff,
  asNewcomer: { page: owner, account },
}) => {
  const key = await makeKey(owner, 'Policed', '')
  expect((await judgedFrom('198.51.100.7', key.secret)).status).toBe(200)

  await staff.goto('/staff/policies/new')
  await expectAccessible(staff, 'choosing the workspace of a policy')
  await staff.getByLabel('Name of the workspace').fill(account.email)
  await staff.getByRole('button', { name: 'Search' }).click()
  await staff.getByRole('main').getByRole('link', { name: account.email }).click()
  const form = staff.getByRole('form', { name: 'Set a policy' })
  await form.getByLabel('Keys must be restricted').check()
  await form.getByLabel('Widest IPv4 prefix').fill('99')
  await form.getByLabel('Longest life of a key, in days').fill('90')
  await form.getByLabel('From now on').check()
  await form.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(form.getByText('A prefix length for IPv4 is at most 32.')).toBeVisible()
  await form.getByLabel('Widest IPv4 prefix').fill('16')
  await form.getByRole('button', { name: 'Show what it would do' }).click()
  await expect(form.getByText('1 key in 1 workspace would lose power')).toBeVisible()
  await expect(staff.getByRole('row', { name: key.name })).toContainText('not restricted, lives too long')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Confirm this to save the policy.')).toBeVisible()
  await expectAccessible(staff, 'a policy that would take power')
  await form.getByLabel('Take power from 1 key in 1 workspace').check()
  await form.getByLabel('Reason').fill('Audit of November')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(staff.getByRole('form', { name: 'Change the policy' })).toContainText('Audit of November')

  const refused = await judgedFrom('198.51.100.7', key.secret)
  expect([refused.status, refused.text]).toEqual([403, NOT_ALLOWED])
  await owner.goto(key.url)
  await expect(owner.getByText('A rule of this installation ended that.')).toBeVisible()
  await expect(owner.getByRole('link', { name: 'Suggest a list' }).first()).toBeVisible()
  await expectAccessible(owner, 'a key that a policy took power from')

  await owner.goto('/settings/api-keys/new')
  await nameField(owner).fill('Too wide')
  await listField(owner).fill('10.0.0.0/8')
  await expect(owner.getByLabel('Expires')).toHaveValue('longest')
  await owner.getByRole('button', { name: 'Create', exact: true }).click()
  const newKey = owner.getByRole('form', { name: 'Create New Key' })
  await expect(newKey.getByText('allows nothing wider than /16 for IPv4. 10.0.0.0/8 is wider.')).toBeVisible()
  await expect(listField(owner)).toHaveValue('10.0.0.0/8')
  await expectAccessible(owner, 'a list that a policy refuses')
  await listField(owner).fill('10.1.0.0/16')
  await owner.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(owner.getByRole('heading', { name: 'Too wide is ready' })).toBeVisible()
  await owner.goto('/settings/api-keys')
  await expect(owner.getByRole('region', { name: 'Rules of this installation' })).toContainText('wider than /16')

  await staff.goto('/staff/policies')
  await expectAccessible(staff, 'the policies of workspaces')
  await staff.goBack()
  await staff.getByRole('button', { name: 'Remove the policy' }).click()
  const question = staff.getByRole('alertdialog', { name: 'Remove this policy?' })
  await question.getByLabel('Reason').fill('Enough')
  await question.getByRole('button', { name: 'Remove' }).click()
  await expect(staff).toHaveURL(/\/staff\/policies$/)
  expect((await judgedFrom('198.51.100.7', key.secret)).status).toBe(200)
})

test('an auditor reads policies and changes none, and for an owner there are none', async ({
  asAuditor: auditor,
  asOwner: owner,
}) => {
  await auditor.goto('/staff/policies')
  await expect(auditor.getByRole('region', { name: 'All workspaces' })).toBeVisible()
  await expect(auditor.getByRole('link', { name: 'New policy' })).toBeHidden()
  await expectAccessible(auditor, 'the policies')
  await auditor.goto('/staff/policies/all')
  await expect(auditor.getByRole('heading', { name: 'Policy of all workspaces' })).toBeVisible()
  await expect(auditor.getByRole('button', { name: 'Save' })).toBeHidden()
  expect((await auditor.goto('/staff/policies/new'))?.status()).toBe(404)
  for (const path of ['/staff/policies', '/staff/policies/all', '/staff/policies/new']) {
    const answer = await owner.goto(path)
    expect([path, answer?.status()]).toEqual([path, 404])
  }
})
