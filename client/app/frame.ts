import { createContext, type ReactNode, use } from 'react'
import type { Me } from '#contract/staff'
import type { Screen } from './screens.ts'

/** What the shell shows around every screen. */
export type Frame = {
  me: Me
  /** The screens that this person may open. */
  screens: readonly Screen[]
  onSignOut: () => void
  /** The agent's state and the connection, at the middle of the bar on every screen. */
  status: ReactNode
  /** What concerns everybody just now (nothing is dialled, and why); empty on a good day. */
  notice: ReactNode
}

export const FrameContext = createContext<Frame | null>(null)

export function useFrame(): Frame {
  const frame = use(FrameContext)
  if (!frame) throw new Error('The shell stands outside its frame')
  return frame
}
