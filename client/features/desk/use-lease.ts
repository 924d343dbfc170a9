import { useEffect, useState } from 'react'
import type { LeaseRequest } from '../../live/line.ts'
import { useLine } from '../../live/use-line.ts'

/** Of this machine's own clock, not of the server's: a third of the lease. */
const RENEW_MILLISECONDS = 10_000
const losses = new Set(['lease.lost', 'card.not-yours'])

/** Keeps the customer on this desk while it is open; true once the server has given them to the queue again. */
export function useLease(held: LeaseRequest): boolean {
  const line = useLine()
  const { workItemId, fence } = held
  const [lost, setLost] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    const renew = async (): Promise<void> => {
      const answer = await line.renewLease({ workItemId, fence })
      if (!isGone && !answer.ok && losses.has(answer.problem.code)) setLost(workItemId + fence)
    }
    void renew()
    const timer = setInterval(() => void renew(), RENEW_MILLISECONDS)
    return () => {
      isGone = true
      clearInterval(timer)
    }
  }, [line, workItemId, fence])
  return lost === workItemId + fence
}
