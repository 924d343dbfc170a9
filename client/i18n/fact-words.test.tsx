import { renderToStaticMarkup } from 'react-dom/server'
import { IntlProvider } from 'use-intl'
import { expect, it } from 'vitest'
import type { Fact } from '#contract/queue'
import { useFactWords, wordParams } from './fact-words.ts'
import { messages } from './messages/en.ts'

const writing = { money: (m: string) => `$${m}`, share: (s: number) => `${s * 100}%`, label: (c: string) => `<${c}>` }

it('turns money, shares and codes into words and leaves counts for the plural', () => {
  expect(wordParams({ valueMinor: '12', count: 2 }, writing)).toMatchObject({ value: '$12', count: 2 })
  expect(wordParams({ reasonCode: 'PRC.HIGH', probability: 0.5 }, writing)).toMatchObject({
    reason: '<PRC.HIGH>',
    share: '50%',
  })
  expect(wordParams({ offerCode: 'NON' }, writing)).toMatchObject({ offer: '<NON>' })
})

/** What a reader sees of a fact. */
function sentence(code: string, params: Fact['params'] = {}): string {
  const Sentence = () => useFactWords('USD', (label) => `<${label}>`)({ code, params, direction: 'for', weight: 1 })
  return renderToStaticMarkup(
    <IntlProvider locale="en" messages={messages} timeZone="UTC">
      <Sentence />
    </IntlProvider>,
  )
}

it('says a fact that it has no words for, too, and one that was learned by what it was learned about', () => {
  expect(sentence('never_complained')).toBe('Never complained')
  expect(sentence('attribute', { name: 'tariff' })).toBe('What we keep as “tariff” about them')
  expect(sentence('learned_evening_calls')).toBe('Learned from our calls: evening calls')
  expect(sentence('moon_phase')).toBe('Something else that we know (moon_phase)')
  for (const code of ['learned_', 'constructor', 'term', '']) expect(sentence(code)).toContain('Something else')
})
