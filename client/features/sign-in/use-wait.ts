import { useEffect, useState } from 'react'

/** Counts seconds down to none: `begin(30)`, then `left` is 30, 29, … 0. */
export function useWait(): { left: number; begin: (seconds: number) => void } {
  const [endsAt, setEndsAt] = useState(0)
  const [now, setNow] = useState(0)
  const left = Math.max(0, Math.ceil((endsAt - now) / 1_000))
  useEffect(() => {
    if (endsAt === 0) return
    const timer = setInterval(() => {
      setNow(performance.now())
      if (performance.now() >= endsAt) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [endsAt])
  return {
    left,
    begin: (seconds) => {
      setNow(performance.now())
      setEndsAt(performance.now() + seconds * 1_000)
    },
  }
}
