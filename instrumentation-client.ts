import { config } from 'zod/v4/core'
import './components/keys/back-guard.ts'

// Before any schema is made: zod would otherwise try `new Function` once, which our Content-Security-Policy reports.
config({ jitless: true })
