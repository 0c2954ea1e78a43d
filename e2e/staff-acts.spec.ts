import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './fixtures/accessibility.ts'
import { makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { statusFrom } from './fixtures/verify.ts'

const question = (page: Page): Locator => page.getByRole('alertdialog')
const idOf = (url: string): string => url.split('/').at(-1) ?? ''

/** Opens the question of an act, fills it in and sends it. */
async function act(page: Page, name: string, fill: (dialog: Locator) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
  const dialog = question(page)
  await fill(dialog)
  await dialog.getByRole('button', { name: /^(Pause|Lift the hold|Ask|Add the note)$/ }).click()
  await expect(dialog).toBeHidden()
}

test('staff pause a key and ask its owner to act, who cannot resume it, and answers', async ({
  asNewcomer: { page: owner },
  asStaff,
  asAuditor,
}) => {
  const key = await makeKey(owner, 'Held', '203.0.113.7')
  expect(await statusFrom('203.0.113.7', key.secret)).toBe(200)

  await asStaff.goto(`/staff/keys/${idOf(key.url)}`)
  await asStaff.getByRole('button', { name: 'Pause', exact: true }).click()
  await expectAccessible(asStaff, 'the question before a pause')
  await question(asStaff).getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(question(asStaff).getByText('Say why, in at least 3 characters.')).toBeVisible()
  await question(asStaff).getByLabel('Reason').fill('Its secret is in a public repository')
  await question(asStaff).getByRole('button', { name: 'Pause', exact: true }).click()
  await expect(asStaff.getByText('Staff hold this key')).toBeVisible()
  expect(await statusFrom('203.0.113.7', key.secret)).not.toBe(200)
  await act(asStaff, 'Ask the owner', async (dialog) => {
    await dialog.getByLabel('What you ask for').selectOption('Narrow a range')
    await dialog.getByLabel('What and why').fill('Name the machines that need it')
  })
  await act(asStaff, 'Add a note', (dialog) => dialog.getByLabel('Note').fill('For our eyes only'))
  await expect(asStaff.getByText('Staff only')).toBeVisible()
  await expectAccessible(asStaff, 'a key as staff see it')

  await asAuditor.goto(`/staff/keys/${idOf(key.url)}`)
  await expect(asAuditor.getByRole('heading', { name: 'Asked of the owner' })).toBeVisible()
  for (const name of ['Lift the hold', 'Revoke', 'Ask the owner', 'Add a note', 'Strike out', 'Close']) {
    await expect(asAuditor.getByRole('button', { name })).toHaveCount(0)
  }

  await owner.goto(key.url)
  await expect(owner.getByText('Gatelist staff paused this key', { exact: true })).toBeVisible()
  await expect(owner.getByText('Its secret is in a public repository')).toBeVisible()
  await expect(owner.getByText('For our eyes only')).toHaveCount(0)
  await expect(owner.getByRole('button', { name: /^Resume/ })).toHaveAttribute('aria-disabled', 'true')
  await expectAccessible(owner, 'a key that staff paused')
  await owner.getByRole('button', { name: 'Done' }).click()
  await question(owner).getByLabel('What you did').fill('One machine is left')
  await question(owner).getByRole('button', { name: 'It is done' }).click()
  await expect(owner.getByText('Name the machines that need it')).toHaveCount(0)
  await owner.goto('/settings/alerts')
  await expect(owner.getByRole('heading', { name: 'Gatelist staff paused a key' })).toBeVisible()

  await asStaff.goto('/staff/approvals?state=settled')
  await expect(asStaff.getByText('“One machine is left”')).toBeVisible()
  await expectAccessible(asStaff, 'requests')
  await asStaff.getByRole('link', { name: key.name }).first().click()
  await act(asStaff, 'Lift the hold', (dialog) => dialog.getByLabel('Reason').fill('Settled with the owner'))
  await expect(asStaff.getByText('Staff hold this key')).toHaveCount(0)
  expect(await statusFrom('203.0.113.7', key.secret)).toBe(200)
})

test('an address opens the question of revoking, and the owner learns why', async ({
  asNewcomer: { page: owner },
  asStaff,
}) => {
  const key = await makeKey(owner, 'Leaked', '203.0.113.7')
  await asStaff.goto(`/staff/keys/${idOf(key.url)}?act=revoke`)
  const dialog = question(asStaff)
  await expect(dialog).toContainText(`Revoke ${key.name}?`)
  await dialog.getByLabel('What happened').selectOption('The key was compromised')
  await dialog.getByLabel('Reason').fill(`It was posted: ${key.secret}`)
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('the secret of a key')
  await dialog.getByLabel('Reason').fill('It was posted in a forum')
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(asStaff.getByText('Revoked', { exact: true }).first()).toBeVisible()
  expect(await statusFrom('203.0.113.7', key.secret)).not.toBe(200)
  await owner.goto(`${key.url}/history`)
  await expect(owner.getByText('Gatelist staff revoked this key')).toBeVisible()
  await expect(owner.getByText('“It was posted in a forum”')).toBeVisible()
  await expect(owner.getByText('Gatelist staff, in the dashboard')).toBeVisible()
})
