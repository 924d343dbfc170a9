/**
 * What many ask for and few change: read once in so many milliseconds, and whoever asks meanwhile shares that reading. One
 * that fails is not kept. `forget` when it was changed here; what another process changed is known after that time.
 */
export function createBriefly<T>(read: () => Promise<T>, ms: number): { read: () => Promise<T>; forget: () => void } {
  let kept: { reading: Promise<T>; since: number } | null = null
  return {
    read: () => {
      if (kept && performance.now() - kept.since < ms) return kept.reading
      const reading = read()
      const now = { reading, since: performance.now() }
      kept = now
      reading.catch(() => {
        if (kept === now) kept = null
      })
      return reading
    },
    forget: () => {
      kept = null
    },
  }
}
