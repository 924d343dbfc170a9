import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { SHIPPED } from '../server/telephony/inbound/prompts.ts'

/**
 * Speaks the shipped words anew, after `words.json` was changed: `npx tsx scripts/sounds.ts`, with espeak-ng installed. The product itself needs
 * neither: its sounds are files, and a house puts voices of its own people in their place.
 */
const HOME = new URL('../server/telephony/inbound/sounds/', import.meta.url).pathname
const RATE = 8_000
const VOICES: Record<string, string> = { en: 'en-gb', fa: 'fa', uz: 'uz' }
const WORDS_A_MINUTE = '145'

/** G.711 µ-law of one sample of 16 bits (ITU-T G.711, table 2a). */
function toMuLaw(sample: number): number {
  const BIAS = 0x84
  const sign = sample < 0 ? 0x80 : 0
  const size = Math.min(32_635, Math.abs(sample)) + BIAS
  const exponent = Math.max(0, Math.floor(Math.log2(size)) - 7)
  return ~(sign | (exponent << 4) | ((size >> (exponent + 3)) & 0x0f)) & 0xff
}

function writeWav(path: string, samples: readonly number[]): void {
  const header = Buffer.alloc(46)
  header.write('RIFF', 0)
  header.writeUInt32LE(38 + samples.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(18, 16)
  header.writeUInt16LE(7, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 38)
  header.writeUInt32LE(samples.length, 42)
  writeFileSync(path, Buffer.concat([header, Buffer.from(samples.map(toMuLaw))]))
}

/** Mean over the span of each new sample: enough of a low pass for speech. */
function resample(samples: Int16Array, from: number): number[] {
  const step = from / RATE
  return Array.from({ length: Math.floor(samples.length / step) }, (_, n) => {
    const span = samples.subarray(Math.floor(n * step), Math.max(Math.floor(n * step) + 1, Math.floor((n + 1) * step)))
    return span.reduce((sum, one) => sum + one, 0) / span.length
  })
}

function speak(words: string, language: string): number[] {
  const wav = execFileSync('espeak-ng', ['-v', VOICES[language] ?? language, '-s', WORDS_A_MINUTE, '--stdout', words])
  const data = wav.indexOf('data') + 8
  const even = wav.subarray(data, wav.length - ((wav.length - data) % 2))
  const samples = new Int16Array(new Uint8Array(even).buffer)
  return resample(samples, wav.readUInt32LE(24))
}

/** Slow chords of soft sines, sixteen seconds that end as they began. */
function compose(): number[] {
  const chords = [
    [220, 277.18, 329.63],
    [196, 246.94, 293.66],
    [174.61, 220, 261.63],
    [196, 246.94, 329.63],
  ]
  const seconds = 4
  return chords.flatMap((chord) =>
    Array.from({ length: seconds * RATE }, (_, n) => {
      const t = n / RATE
      const swell = Math.sin((Math.PI * t) / seconds) ** 0.7
      return 3_000 * swell * chord.reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * t) / chord.length, 0)
    }),
  )
}

const words = JSON.parse(readFileSync(`${HOME}words.json`, 'utf8')) as Record<string, Record<string, string>>
for (const { prompt, language } of SHIPPED) {
  mkdirSync(`${HOME}${language}`, { recursive: true })
  const text = words[prompt]?.[language]
  writeWav(`${HOME}${language}/${prompt}.wav`, text ? speak(text, language) : compose())
}
