import { redirect } from 'next/navigation'
import { currentUser } from '#lib/auth/current'
import { installationIsEmpty } from '#lib/auth/first-account'
import { paths } from '#lib/paths'

export default async function HomePage() {
  if ((await currentUser()) !== null) redirect(paths.apiKeys())
  redirect((await installationIsEmpty()) ? paths.signUp() : paths.signIn())
}
