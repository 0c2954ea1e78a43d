import { describeProxy } from './promises.ts'

describeProxy({
  file: 'Caddyfile',
  program: 'caddy',
  wrap: (shipped) => `
{
	admin off
	auto_https off
	default_bind 127.0.0.1
}
${shipped}
`,
  arguments: (configuration) => ['run', '--config', configuration, '--adapter', 'caddyfile'],
})
