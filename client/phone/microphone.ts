/** What a look at the microphone found. */
export type MicrophoneFinding = 'heard' | 'silent' | 'refused' | 'missing'

const LISTEN_MS = 3_000
const LOOK_MS = 60
/** Of full scale: a voice at arm's length, well above a quiet room. */
const VOICE = 0.02

/** Asks the browser for the microphone and listens for a voice; `onLevel` from 0 to 1 while it does. Nothing is sent or kept. */
export async function checkMicrophone(
  deviceId: string | null,
  onLevel: (level: number) => void,
): Promise<MicrophoneFinding> {
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: deviceId ? { deviceId: { exact: deviceId } } : true })
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'refused'
  }
  const context = new AudioContext()
  try {
    const meter = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(meter)
    const samples = new Float32Array(meter.fftSize)
    let loudest = 0
    for (let waited = 0; waited < LISTEN_MS; waited += LOOK_MS) {
      await new Promise((done) => setTimeout(done, LOOK_MS))
      meter.getFloatTimeDomainData(samples)
      const level = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length)
      loudest = Math.max(loudest, level)
      onLevel(Math.min(1, level * 8))
    }
    return loudest >= VOICE ? 'heard' : 'silent'
  } finally {
    for (const track of stream.getTracks()) track.stop()
    await context.close()
  }
}
