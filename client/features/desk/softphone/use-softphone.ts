import { useEffect, useState } from 'react'
import { call } from '../../../api/call.ts'
import { noPhone, type PhoneView } from './softphone.ts'

/** The browser's phone while the desk is open; nothing signs on where agents dial on phones of their own. */
export function useSoftphone(calling: 'carrier' | 'manual'): PhoneView {
  const [view, setView] = useState<PhoneView>(noPhone)
  useEffect(() => {
    if (calling === 'manual') return
    let isGone = false
    let close = (): void => {}
    const pass = () => call('softphone.token')
    const signOn = async (): Promise<void> => {
      const { driver, url } = await pass()
      if (driver === 'none' || isGone) return
      if (driver !== 'simulated') return setView({ state: 'failed', heard: null })
      const { createSimSoftphone } = await import('./sim-softphone.ts')
      if (isGone) return
      const phone = createSimSoftphone(url, pass)
      const leave = phone.subscribe(() => setView(phone.read()))
      setView(phone.read())
      close = () => {
        leave()
        phone.close()
      }
    }
    signOn().catch(() => setView({ state: 'failed', heard: null }))
    return () => {
      isGone = true
      close()
    }
  }, [calling])
  return view
}
