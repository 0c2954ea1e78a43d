// Whether calls may be sent to the server in this container. Ends with 0 or 1, in less time than a health check has.
const url = `http://127.0.0.1:${process.env.PORT || 3000}/readyz`
try {
  const { ok } = await fetch(url, { signal: AbortSignal.timeout(2000) })
  process.exitCode = ok ? 0 : 1
} catch {
  process.exitCode = 1
}
