import NextLink from 'next/link'
import type { ComponentProps } from 'react'

export type LinkProps = ComponentProps<typeof NextLink>

/**
 * A link that asks for its page when somebody goes there. Next would ask twice for every page that a link in sight leads to; all
 * pages here are made for one caller at one moment, so such an answer names the parts of the page and holds none of them.
 */
export function Link(props: LinkProps) {
  return <NextLink prefetch={false} {...props} />
}
