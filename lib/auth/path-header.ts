/** Set on every page request by the proxy, over whatever the caller sent: the path that is asked for. */
export const pathHeader = 'x-gatelist-path'
