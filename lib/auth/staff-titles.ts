import type { Metadata } from 'next'
import { currentUser } from './current.ts'
import { asStaffUser } from './staff-user.ts'

const titles = (template: string, fallback: string): Metadata => ({ title: { default: fallback, template } })

/**
 * How the titles of staff pages end. Next writes the title of a page into the answer even where the page itself does not
 * exist for who asks, so to them every title is the one of what is not there.
 */
export async function staffTitles(): Promise<Metadata> {
  const user = await currentUser()
  if (user === null || asStaffUser(user) === null) return titles('Page not found · Gatelist', 'Page not found')
  return titles('%s · Staff · Gatelist', 'Staff')
}
