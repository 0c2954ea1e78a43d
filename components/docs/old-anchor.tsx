'use client'

import { useEffect } from 'react'
import { paths } from '#lib/paths'

/** The API reference once stood here: an address that names one of its operations goes on to it. Only a script sees the part behind #. */
export function OldAnchor({ ids }: { ids: readonly string[] }) {
  useEffect(() => {
    const id = decodeURIComponent(window.location.hash.slice(1))
    if (ids.includes(id)) window.location.replace(`${paths.apiReference()}#${id}`)
  }, [ids])
  return null
}
