import { describe, expect, it } from 'vitest'
import { adminCommand, environmentLines } from './admin-command.ts'

describe('what can be pasted into a terminal', () => {
  it.each(['read', 'write'] as const)('lists keys with a token that may %s', (role) => {
    expect(adminCommand('https://keys.example.com', 'TOKEN', role)).toBe(
      'curl https://keys.example.com/v2alpha1/admin/issuedApiKeys \\\n  -H "Authorization: Bearer TOKEN"',
    )
  })

  it('has a credential judged with a token that may do nothing else', () => {
    expect(adminCommand('https://keys.example.com', 'TOKEN', 'verify').split('\n')).toEqual([
      'curl https://keys.example.com/v2alpha1/admin/apiKeys:verify \\',
      '  -H "Authorization: Bearer TOKEN" \\',
      '  -H "Content-Type: application/json" \\',
      `  -d '{"credential": "YOUR_API_KEY"}'`,
    ])
  })

  it('names the server beside the token', () => {
    expect(environmentLines('http://localhost:3000', 'T')).toBe('GATELIST_URL=http://localhost:3000\nGATELIST_TOKEN=T')
  })
})
