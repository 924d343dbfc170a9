import { type ReactNode, useEffect, useState } from 'react'
import { createPageLine } from './connect.ts'
import { LineContext } from './use-line.ts'

/** One connection for everything below, open as long as somebody is signed in: give it the user's id as key. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [line] = useState(createPageLine)
  useEffect(() => {
    line.open()
    return line.close
  }, [line])
  return <LineContext value={line}>{children}</LineContext>
}
