import { useEffect, useSyncExternalStore } from 'react'
import { call } from '../api/call.ts'
import { readDevices, watchDevices } from './devices.ts'
import { createView, noPhone, type PhoneView, type Softphone } from './softphone.ts'

/** From one screen to the next the phone stays: a leg that is torn down and rung anew is a customer left alone. */
const GRACE_MS = 3_000

const { read, show, subscribe } = createView({})
let phone: Softphone | null = null
let users = 0
let opening = 0
let leaving: ReturnType<typeof setTimeout> | undefined

const pass = () => call('softphone.token')

async function open(): Promise<void> {
  const turn = ++opening
  const first = await pass()
  if (first.driver === 'none' || turn !== opening) return
  const made =
    first.driver === 'twilio'
      ? (await import('./twilio-softphone.ts')).createTwilioSoftphone(first, pass)
      : (await import('./sim-softphone.ts')).createSimSoftphone(first.url, pass)
  if (turn !== opening) return made.close()
  phone = made
  made.subscribe(() => show(made.read()))
  made.setDevices(readDevices())
  show(made.read())
}

function close(): void {
  opening++
  phone?.close()
  phone = null
  show(noPhone)
}

function enter(): void {
  users++
  clearTimeout(leaving)
  if (users === 1 && !phone) open().catch(() => show({ state: 'failed' }))
}

function leave(): void {
  users--
  if (users === 0) leaving = setTimeout(close, GRACE_MS)
}

watchDevices(() => phone?.setDevices(readDevices()))

/** The browser's phone, signed on while any screen wants it; `isTalking`: its owner has a customer on the line. */
export function usePhone(isWanted: boolean, isTalking: boolean): PhoneView {
  const view = useSyncExternalStore(subscribe, read)
  useEffect(() => {
    if (!isWanted) return
    enter()
    return leave
  }, [isWanted])
  useEffect(() => phone?.setTalking(isTalking), [isTalking])
  return view
}
