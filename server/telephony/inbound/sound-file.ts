/** What a sound that somebody uploads is; `seconds` its length. */
export type SoundFile =
  | { ok: true; type: 'audio/wav' | 'audio/mpeg'; seconds: number }
  | { ok: false; code: SoundFault }
export type SoundFault = 'sound.kind' | 'sound.wav' | 'sound.empty' | 'sound.long' | 'sound.large'

export const LARGEST_SOUND_BYTES = 1_048_576
const LONGEST_SECONDS = 60
/** Formats in a WAV header that telephones play: PCM, A-law, µ-law (RFC 2361). */
const PCM = 1
const ALAW = 6
const MULAW = 7

const refuse = (code: SoundFault): SoundFile => ({ ok: false, code })

/** Chunks of a RIFF file (Microsoft, Multimedia Programming Interface 1.0): id and body, until one is cut off. */
function* chunksOf(bytes: Buffer): Generator<{ id: string; at: number; size: number }> {
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4)
    yield { id: bytes.toString('latin1', at, at + 4), at: at + 8, size: Math.min(size, bytes.length - at - 8) }
    at += 8 + size + (size % 2)
  }
}

function readWav(bytes: Buffer): SoundFile {
  const chunks = [...chunksOf(bytes)]
  const format = chunks.find(({ id }) => id === 'fmt ')
  const data = chunks.find(({ id }) => id === 'data')
  if (!format || format.size < 16 || !data) return refuse('sound.wav')
  const kind = bytes.readUInt16LE(format.at)
  const channels = bytes.readUInt16LE(format.at + 2)
  const rate = bytes.readUInt32LE(format.at + 4)
  const perSecond = bytes.readUInt32LE(format.at + 8)
  if (![PCM, ALAW, MULAW].includes(kind) || channels !== 1 || rate !== 8_000 || perSecond === 0)
    return refuse('sound.wav')
  return { ok: true, type: 'audio/wav', seconds: data.size / perSecond }
}

/** Kilobits a second of MPEG-1 and MPEG-2 layer III by the index in a frame's header (ISO 11172-3, 13818-3). */
const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]

/** Length by the first frame's rate: exact where it is constant, as recorders for telephones write it. */
function readMp3(bytes: Buffer): SoundFile {
  const tagged = bytes.length > 10 && bytes.toString('latin1', 0, 3) === 'ID3'
  const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | ((bytes[at] ?? 0) & 0x7f), 0)
  const start = tagged ? size + 10 : 0
  const [first = 0, second = 0, third = 0] = bytes.subarray(start, start + 3)
  if (first !== 0xff || (second & 0xe6) !== 0xe2) return refuse('sound.kind')
  const rates = (second & 0x18) === 0x18 ? BITRATES_1 : BITRATES_2
  const kilobits = rates[third >> 4] ?? 0
  if (kilobits === 0) return refuse('sound.kind')
  return { ok: true, type: 'audio/mpeg', seconds: ((bytes.length - start) * 8) / (kilobits * 1_000) }
}

/** By what the bytes are, not by what they are called. WAV of 8 kHz, mono, or MP3. */
export function readSoundFile(bytes: Buffer): SoundFile {
  if (bytes.length > LARGEST_SOUND_BYTES) return refuse('sound.large')
  if (bytes.length === 0) return refuse('sound.empty')
  const isRiff = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE'
  const read = isRiff ? readWav(bytes) : readMp3(bytes)
  if (!read.ok) return read
  if (read.seconds < 0.2) return refuse('sound.empty')
  return read.seconds > LONGEST_SECONDS ? refuse('sound.long') : read
}
