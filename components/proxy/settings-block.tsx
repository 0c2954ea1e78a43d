import { CodeBlock } from '#components/ui/code-block'

/** The lines of configuration that would mend it; nothing where there are none. */
export function SettingsBlock({ settings }: { settings: readonly string[] }) {
  if (settings.length === 0) return null
  return <CodeBlock label="Configuration of the server" copyLabel="Copy the settings" code={settings.join('\n')} />
}
