/** When the browser's pass to the phone network is renewed: before it ends, and never while its owner talks (twilio-voice.js 85; webrtc/testrtc 392). */
export function createTokenKeeper(renew: () => void) {
  let isTalking = false
  let isDue = false
  const settle = (): void => {
    if (!isDue || isTalking) return
    isDue = false
    renew()
  }
  return {
    /** The network says that the pass ends soon. */
    willExpire: (): void => {
      isDue = true
      settle()
    },
    setTalking: (now: boolean): void => {
      isTalking = now
      settle()
    },
  }
}
