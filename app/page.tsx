import { redirect } from 'next/navigation'
import { currentUser } from '#lib/auth/current'
import { installationIsEmpty } from '#lib/auth/first-account'
import { pageRead } from '#lib/auth/page-read'
import { paths } from '#lib/paths'

export default async function HomePage() {
  if ((await currentUser()) !== null) redirect(paths.apiKeys())
  redirect((await pageRead(installationIsEmpty())) ? paths.signUp() : paths.signIn())
}
