import { Tabs } from '#components/ui/tabs'
import { paths } from '#lib/paths'

/** What people call the API with, and what programs manage it with. */
export function KeysTabs({ current }: { current: 'keys' | 'tokens' }) {
  return (
    <Tabs
      label="API Keys"
      tabs={[
        { label: 'API Keys', href: paths.apiKeys(), current: current === 'keys' },
        { label: 'Management tokens', href: paths.managementTokens(), current: current === 'tokens' },
      ]}
    />
  )
}
