import { z } from 'zod'
import { accessModes, keyId } from './schema.ts'

/** What is asked before a key's list is applied in another way. */
export const previewAccessSchema = z.object({ keyId, accessMode: z.enum(accessModes) })
