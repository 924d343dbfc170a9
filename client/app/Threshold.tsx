import type { ReactNode } from 'react'
import { AppearanceMenu } from './AppearanceMenu.tsx'
import { Brand } from './Brand.tsx'
import './Threshold.css'

/** Before the door: the name, the language, and the form to come in by. */
export function Threshold({ children }: { children: ReactNode }) {
  return (
    <div className="threshold">
      <header className="threshold-bar">
        <Brand />
        <AppearanceMenu />
      </header>
      <main className="threshold-body">{children}</main>
    </div>
  )
}
