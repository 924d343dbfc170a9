import { Play, RotateCcw, Square, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Prompt, SoundView } from '#contract/ivr'
import { Locale } from '#contract/values'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { upload } from '../../api/upload.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { addToast } from '../../ui/toasts.ts'

type Props = { sounds: readonly SoundView[]; onChanged: () => void }

/** Everything that is said to callers, in each language: heard, replaced, and put back. */
export function SoundsPart({ sounds, onChanged }: Props) {
  const t = useTranslations('ivr')
  const app = useTranslations('app.language')
  const say = useProblemWords()
  const format = useFormat()
  const [playing, setPlaying] = useState<string | null>(null)
  const player = useRef<HTMLAudioElement | null>(null)
  const prompts = [...new Set(sounds.map(({ prompt }) => prompt))]
  const stop = (): void => {
    player.current?.pause()
    setPlaying(null)
  }
  const play = (url: string): void => {
    stop()
    const audio = new Audio(new URL(url).pathname)
    player.current = audio
    audio.onended = stop
    audio.onerror = stop
    setPlaying(url)
    void audio.play().catch(stop)
  }
  const act = (work: Promise<SoundView>, done: 'uploaded' | 'dropped', prompt: Prompt): void =>
    void work.then(
      () => {
        addToast('won', t(`sounds.${done}`, { prompt: t(`prompt.${prompt}`) }))
        onChanged()
      },
      (error: unknown) => addToast('stop', say(problemOf(error))),
    )
  const cell = (sound: SoundView) => {
    const params = { prompt: sound.prompt, language: sound.language }
    const words = { prompt: t(`prompt.${sound.prompt}`), language: app(sound.language) }
    const isOn = playing === sound.url && sound.url !== ''
    return (
      <span className="sound">
        {sound.url !== '' && (
          <IconButton
            label={isOn ? t('sounds.stop') : t('sounds.play', words)}
            icon={isOn ? <Square size={14} /> : <Play size={14} />}
            isOn={isOn}
            onPress={() => (isOn ? stop() : play(sound.url))}
          />
        )}
        <span className="callers-note">
          {sound.version > 0
            ? t('sounds.version', { version: format.number(sound.version) })
            : t(sound.url === '' ? 'sounds.missing' : 'sounds.shipped')}
        </span>
        <label className="sound-upload" title={t('sounds.upload', words)}>
          <Upload size={14} aria-hidden="true" />
          <span className="visually-hidden">{t('sounds.upload', words)}</span>
          <input
            className="visually-hidden"
            type="file"
            accept=".wav,.mp3,audio/wav,audio/mpeg"
            onChange={(event) => {
              const file = event.target.files?.[0]
              event.target.value = ''
              if (file) act(upload('ivr.upload', { params, file }), 'uploaded', sound.prompt)
            }}
          />
        </label>
        {sound.version > 0 && (
          <IconButton
            label={t('sounds.drop', words)}
            icon={<RotateCcw size={14} />}
            onPress={() => act(call('ivr.dropSound', { params }), 'dropped', sound.prompt)}
          />
        )}
      </span>
    )
  }
  return (
    <section className="callers-part">
      <h2>{t('sounds.title')}</h2>
      <p className="callers-note">{t('sounds.note')}</p>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('sounds.prompt')}</th>
              {Locale.options.map((language) => (
                <th key={language} scope="col">
                  {app(language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {prompts.map((prompt) => {
              const mine = sounds.filter((sound) => sound.prompt === prompt)
              const [only] = mine
              return (
                <tr key={prompt}>
                  <th scope="row">{t(`prompt.${prompt}`)}</th>
                  {mine.length === 1 && only ? (
                    <td colSpan={Locale.options.length}>
                      {cell(only)} <small className="callers-note">{t('sounds.wordless')}</small>
                    </td>
                  ) : (
                    Locale.options.map((language) => {
                      const sound = mine.find((one) => one.language === language)
                      return <td key={language}>{sound && cell(sound)}</td>
                    })
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}
