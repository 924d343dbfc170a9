/** A sound file that was asked for; `seconds` is null when it does not tell its length. */
export type Media = { ok: true; seconds: number | null } | { ok: false; code: number; why: string }

/** kbit/s by index, of MPEG 1 and of MPEG 2 and 2.5, layer III (ISO 11172-3, 13818-3). */
const BIT_RATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const
/** MPEG version by its two bits: how far the sample rate is halved, and the samples of a frame. */
const VERSIONS = [
  { halved: 4, table: 2, samples: 576 },
  null,
  { halved: 2, table: 2, samples: 576 },
  { halved: 1, table: 1, samples: 1152 },
] as const

/** How long a WAV or MP3 file of so many bytes lasts, from its beginning; null when that does not tell. */
export function readSeconds(start: Buffer, size: number): number | null {
  return start.subarray(0, 4).toString('latin1') === 'RIFF' ? readWavSeconds(start, size) : readMp3Seconds(start, size)
}

function readWavSeconds(start: Buffer, size: number): number | null {
  let bytesPerSecond = 0
  for (let at = 12; at + 8 <= start.length; ) {
    const name = start.subarray(at, at + 4).toString('latin1')
    const length = start.readUInt32LE(at + 4)
    if (name === 'fmt ' && at + 20 <= start.length) bytesPerSecond = start.readUInt32LE(at + 16)
    // A file that was streamed while being made says more than it has.
    if (name === 'data') return bytesPerSecond > 0 ? Math.min(length, size - at - 8) / bytesPerSecond : null
    at += 8 + length + (length % 2)
  }
  return null
}

function readMp3Seconds(start: Buffer, size: number): number | null {
  const at = findFrame(start, lengthOfTag(start))
  if (at === null) return null
  const [second = 0, third = 0] = [start[at + 1], start[at + 2]]
  const version = VERSIONS[((second >> 3) & 3) as 0 | 1 | 2 | 3]
  const kilobits = version ? BIT_RATES[version.table][third >> 4] : 0
  const rate = SAMPLE_RATES[(third >> 2) & 3]
  if (!version || !kilobits || !rate) return null
  const frames = countFrames(start, at)
  if (frames !== null) return (frames * version.samples * version.halved) / rate
  return ((size - at) * 8) / (kilobits * 1000)
}

/** An ID3v2 tag stands before the sound; its length is written seven bits to the byte. */
function lengthOfTag(start: Buffer): number {
  if (start.subarray(0, 3).toString('latin1') !== 'ID3' || start.length < 10) return 0
  return 10 + [6, 7, 8, 9].reduce((sum, nth) => sum * 128 + ((start[nth] ?? 0) & 0x7f), 0)
}

/** The first frame of layer III. */
function findFrame(start: Buffer, from: number): number | null {
  for (let at = from; at + 4 <= start.length; at++)
    if (start[at] === 0xff && ((start[at + 1] ?? 0) & 0xe6) === 0xe2) return at
  return null
}

/** A file of changing bit rate counts its frames in the first one. */
function countFrames(start: Buffer, at: number): number | null {
  const head = start.subarray(at, at + 200)
  const mark = Math.max(head.indexOf('Xing', 0, 'latin1'), head.indexOf('Info', 0, 'latin1'))
  if (mark < 0 || mark + 12 > head.length || (head.readUInt32BE(mark + 4) & 1) === 0) return null
  return head.readUInt32BE(mark + 8)
}
