// Preloaded into a server that is to be blocked: at SIGUSR2 it computes for BLOCK_MS milliseconds and does nothing else.
const blockMs = Number(process.env.BLOCK_MS)
if (!(blockMs > 0)) throw new Error('BLOCK_MS is not set')

process.on('SIGUSR2', () => {
  const end = performance.now() + blockMs
  while (performance.now() < end);
})
