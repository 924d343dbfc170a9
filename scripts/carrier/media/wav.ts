/** A stretch of sound in a file, in seconds; silent, or with a voice in it. */
export type Stretch = { seconds: number; silent: boolean }

const RATE = 8_000
const HEADER_BYTES = 44
/** There is no sound on this network: a low tone stands for whatever is said. */
const VOICE_HZ = 200
const LOUDNESS = 24
/** The zero line of unsigned samples of one byte. */
const SILENCE = 128

/** A WAV file, PCM, 8 kHz, one byte a sample: as many seconds as the stretches have, all channels alike. */
export function writeWav(stretches: readonly Stretch[], channels: 1 | 2): Buffer {
  const frames = stretches.map(({ seconds }) => Math.round(seconds * RATE))
  const bytes = frames.reduce((sum, count) => sum + count, 0) * channels
  const file = Buffer.alloc(HEADER_BYTES + bytes, SILENCE)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(HEADER_BYTES - 8 + bytes, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(channels, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE * channels, 28)
  file.writeUInt16LE(channels, 32)
  file.writeUInt16LE(8, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(bytes, 40)
  let at = HEADER_BYTES
  for (const [nth, { silent }] of stretches.entries()) {
    const end = at + (frames[nth] ?? 0) * channels
    if (!silent)
      for (let frame = 0; at + frame < end; frame += channels) {
        const sample = SILENCE + Math.round(LOUDNESS * Math.sin((2 * Math.PI * VOICE_HZ * (frame / channels)) / RATE))
        file.fill(sample, at + frame, at + frame + channels)
      }
    at = end
  }
  return file
}
