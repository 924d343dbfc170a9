import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameRows } from './name-index.ts'
import { slipsOf } from './slips.ts'
import { joinSounds, soundWords, spellingOf } from './sound.ts'

const soundOf = (name: string): string => joinSounds(soundWords(name))

describe('the sound of a name', () => {
  it.each([
    ['mhmd', 'Mohammadi', 'Muhammadi', 'Mohamadi', 'محمدی', 'محمدي', 'Muhammadiy', 'Муҳаммадий', 'Мухаммади'],
    ['alrz', 'Ali Reza', 'Alireza', 'Ali-Reza', 'علیرضا', 'علی رضا', 'علی‌رضا', 'Али Реза', 'Aliriza'],
    ['mhmdmn', 'Mohammad Amin', 'Mohammadamin', 'محمد امین', 'محمدامین', 'Muhammadamin', 'Муҳаммадамин'],
    ['abrhm', 'Ebrahimi', 'Ibrahimi', 'ابراهیمی', 'Иброҳими', 'Ibrohimiy'],
    ['gsm', 'Ghasemi', 'Qasemi', 'قاسمی', 'Qosimov', 'Қосимов', 'Gasimov'],
    ['hsn', 'Hosseini', 'Huseini', 'حسینی', 'Husaynov', 'Xusaynov', 'Ҳусайнов', 'Hoseini'],
    ['shrb', 'Sohrabi', 'سهرابی', 'Suhrobiy', 'Суҳробий'],
    ['ysf', 'Yusuf', 'Yousef', 'یوسف', 'Юсуф', 'Yoosof'],
    ['ftm', 'Fatemeh', 'Fatima', 'فاطمه', 'فاطمة', 'Fotima', 'Фотима'],
    ['yldw', 'Yo‘ldoshev', "Yo'ldoshev", 'Yoʻldoshev', 'Йўлдошев', 'Юлдашев'],
    ['ygb', 'Yoqubov', 'Ёқубов', 'Yaghoubi', 'یعقوبی'],
    ['amr', 'Omar', 'Umar', 'عمر', 'Умар', 'Umarov'],
    ['whr', 'Shahriar', 'Shahryar', 'شهریار', 'Шаҳриёр', 'Shahriyor'],
    ['ktrn', 'Catherine', 'Katherine', 'Kathryn', 'کاترین'],
    ['vlm', 'William', 'ویلیام', 'Вильям'],
  ])('%s is %s however it is written', (sound, ...names) => {
    expect(names.map(soundOf)).toEqual(names.map(() => sound))
  })

  it('keeps apart what is heard apart', () => {
    const sounds = ['Karimi', 'Rahimi', 'Ahmadi', 'Sohrabi', 'Sharabi', 'Jalili', 'Khalili', 'Chamani'].map(soundOf)
    expect(new Set(sounds).size).toBe(sounds.length)
  })

  it('keeps the long vowels for the order of what sounds alike', () => {
    expect(spellingOf('حسین')).toBe(spellingOf('Hossein'))
    expect(spellingOf('حسن')).toBe(spellingOf('Hasan'))
    expect(spellingOf('حسن')).not.toBe(spellingOf('حسین'))
  })

  it('hears digits, letters that it does not know, and nothing in signs', () => {
    expect(soundOf('Customer 12')).toBe('kstmr12')
    expect(soundOf('李明')).toBe('李明')
    expect([soundOf('🙂 …'), soundOf(''), soundOf('\u202e\u200f%_\\')]).toEqual(['', '', ''])
  })

  it('never fails, and hears neither case, marks, nor the spaces between', () => {
    const name = fc
      .array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 5 })
      .map((words) => words.join(' '))
    fc.assert(
      fc.property(name, (text) => {
        expect(soundOf(`\u202b${text.toUpperCase()}\u200e`)).toBe(soundOf(text.toUpperCase()))
        expect(soundOf(text).length).toBeLessThanOrEqual(48)
      }),
    )
    const latin = fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 4 })
    fc.assert(fc.property(latin, (words) => soundOf(words.join(' ').toUpperCase()) === soundOf(words.join(' '))))
  })

  it('cuts no letter in two, however long and rare', () => {
    const rare = '\u{20000}\u{20001}'.repeat(99)
    for (const text of [soundOf(rare), soundOf(`a${rare}`), ...nameRows(`x${rare}`).map(({ folded }) => folded)])
      expect([/\p{Surrogate}/u.test(text), text.length > 20]).toEqual([false, true])
    expect(slipsOf('ab\u{20000}').some((slip) => /\p{Surrogate}/u.test(slip))).toBe(false)
  })

  it('begins the sound of the whole with the sound of its first words', () => {
    const letters = fc.stringMatching(/^[bdfklmnrtz][aeo][bdfklmnrtz]{1,2}$/)
    fc.assert(
      fc.property(fc.array(letters, { minLength: 2, maxLength: 5 }), (words) =>
        soundOf(words.join(' ')).startsWith(soundOf(words.slice(0, -1).join(' '))),
      ),
    )
  })
})
