/** Two soft tones: somebody rings. Silent where the browser lets nothing sound before the first press of the day. */
export function chime(): void {
  try {
    const context = new AudioContext()
    const gain = context.createGain()
    gain.connect(context.destination)
    gain.gain.value = 0.08
    for (const [nth, hertz] of [660, 880].entries()) {
      const tone = context.createOscillator()
      tone.frequency.value = hertz
      tone.connect(gain)
      tone.start(context.currentTime + nth * 0.22)
      tone.stop(context.currentTime + nth * 0.22 + 0.2)
      tone.onended = () => nth === 1 && void context.close()
    }
  } catch {
    // No sound device: the card and its colour say it too.
  }
}
