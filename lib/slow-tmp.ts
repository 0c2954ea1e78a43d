import { updateRequest } from '#lib/api/admin/update-mask'
import { readFields } from '#lib/api/admin/read-fields'
for (const name of [5, 'x'.repeat(256), 'a\nb', '', '  ', 'ok', null, undefined]) { try { console.log(readFields(updateRequest, { name })) } catch (e) { console.log(String((e as Error).message).slice(0,150)) } }
