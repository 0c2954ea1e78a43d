import { sharedVariables } from '#test/e2e/servers'
import { onServer } from '#test/template'
import { expectAccessible } from './fixtures/accessibility.ts'
import { makeKey } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'

/** So that counting again is not too soon after the server's own count. */
const forgetCounts = () =>
  onServer(sharedVariables().DATABASE_URL, (client) => client.query('DELETE FROM finding_count'))

test('staff see a wide range, acknowledge it and reopen it; auditors only look', async ({
  asNewcomer: { page: owner },
  asStaff,
  asAuditor,
}) => {
  const key = await makeKey(owner, 'Wide', '8.0.0.0/8')
  await forgetCounts()
  await asStaff.goto('/staff/keys')
  await asStaff.getByRole('navigation', { name: 'Staff' }).getByRole('link', { name: 'Findings' }).click()
  await asStaff.getByRole('button', { name: 'Count again now' }).click()
  await expect(asStaff.getByText('Counted again')).toBeVisible()
  await expect(asStaff.getByRole('row', { name: /Very wide ranges/ })).toContainText(/Keys[1-9]/)
  await expectAccessible(asStaff, 'findings')
  await asStaff.getByRole('link', { name: 'Very wide ranges' }).click()

  const keys = asStaff.getByRole('table', { name: 'Keys found' })
  const found = asStaff.getByRole('row', { name: new RegExp(key.name) })
  await expect(found).toContainText('8.0.0.0/8')
  await found.getByTitle(/^Only keys of/).click()
  await expect(keys.getByRole('row')).toHaveCount(2)
  await expectAccessible(asStaff, 'the keys of a finding')

  await asStaff.getByRole('button', { name: `Acknowledge ${key.name}` }).click()
  const question = asStaff.getByRole('alertdialog')
  await question.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(question.getByText('Say why this is in order.')).toBeVisible()
  await expectAccessible(asStaff, 'the question before an acknowledgement')
  await question.getByLabel('Reason').fill('A whole provider, agreed')
  await question.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(asStaff.getByRole('heading', { name: 'No key is found' })).toBeVisible()

  await asStaff.getByRole('link', { name: 'Show acknowledged' }).click()
  await expect(asStaff.getByRole('table', { name: 'Acknowledgements' })).toContainText('A whole provider, agreed')
  await expect(found.first()).toBeVisible()
  await expectAccessible(asStaff, 'acknowledged findings')
  await asAuditor.goto(asStaff.url())
  await expect(asAuditor.getByText('A whole provider, agreed').first()).toBeVisible()
  await expect(asAuditor.getByRole('button', { name: /Acknowledge|Reopen/ })).toHaveCount(0)
  await asStaff.getByRole('button', { name: `Reopen ${key.name}` }).click()
  await expect(asStaff.getByText('Nothing is left out of this finding.')).toBeVisible()
  await asStaff.getByRole('link', { name: 'Leave out acknowledged' }).click()
  await expect(found).toContainText('8.0.0.0/8')
})

test('the map is walked by keyboard down to an address, and read as a table', async ({
  asNewcomer: { page: owner },
  asStaff,
}) => {
  await makeKey(owner, 'On the map', '9.77.5.7')
  await asStaff.goto('/staff/map')
  await expectAccessible(asStaff, 'the map of all')
  const grid = (block: string) => asStaff.getByRole('grid', { name: `Blocks of ${block}` })
  await grid('0.0.0.0/0')
    .getByRole('link', { name: /^9\.0\.0\.0\/8: / })
    .click()
  await expect(grid('9.0.0.0/8')).toBeVisible()
  await asStaff.goto('/staff/map?block=9.77.0.0/16')

  const square = grid('9.77.0.0/16').getByRole('link', { name: '9.77.5.0/24: 1 key, 0 callers' })
  await square.focus()
  await asStaff.keyboard.press('ArrowDown')
  await expect(square).not.toBeFocused()
  await asStaff.keyboard.press('ArrowUp')
  await expect(square).toBeFocused()
  await expect(asStaff.getByRole('link', { name: 'Look up 9.77.5.0/24' }).first()).toHaveAttribute(
    'href',
    /look-up\?q=/,
  )
  await asStaff.keyboard.press('Enter')
  await expect(asStaff).toHaveURL(/block=9\.77\.5\.0%2F24/)
  const address = grid('9.77.5.0/24').getByRole('link', { name: '9.77.5.7: 1 key, 0 callers' })
  await expect(address).toBeFocused()
  await expect(address).toHaveAttribute('href', /look-up\?q=9\.77\.5\.7/)
  await asStaff.keyboard.press('-')
  await expect(grid('9.77.0.0/16')).toBeVisible()

  await asStaff.getByText('Show as table').click()
  await expect(asStaff.getByRole('row', { name: /^9\.77\.5\.0\/24 1 0 0/ })).toBeVisible()
  await asStaff.getByRole('navigation', { name: 'Layer' }).getByRole('link', { name: 'Refusals' }).click()
  await expect(asStaff).toHaveURL(/layer=refusals/)
  await expectAccessible(asStaff, 'a block of the map')
})
