import { expect, it } from 'vitest'
import { wordParams } from './fact-words.ts'

const writing = { money: (m: string) => `$${m}`, share: (s: number) => `${s * 100}%`, label: (c: string) => `<${c}>` }

it('turns money, shares and codes into words and leaves counts for the plural', () => {
  expect(wordParams({ valueMinor: '12', count: 2 }, writing)).toMatchObject({ value: '$12', count: 2 })
  expect(wordParams({ reasonCode: 'PRC.HIGH', probability: 0.5 }, writing)).toMatchObject({
    reason: '<PRC.HIGH>',
    share: '50%',
  })
  expect(wordParams({ offerCode: 'NON' }, writing)).toMatchObject({ offer: '<NON>' })
})
