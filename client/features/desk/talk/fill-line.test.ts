import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isolate } from '../../../i18n/isolate.ts'
import { fillLine } from './fill-line.ts'

const NAMES = { name: 'شهرام صمدی', agent: 'Sara', house: 'Bazgasht' }

it('a line of ours is said with the names in it, each in its own direction', () => {
  expect(fillLine('“{name}, this is {agent} from {house}: {name}?”', NAMES)).toBe(
    `“${isolate('شهرام صمدی')}, this is ${isolate('Sara')} from ${isolate('Bazgasht')}: ${isolate('شهرام صمدی')}?”`,
  )
})

it('whatever a name is, it is said as it is written', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, text, (name, agent) => {
      const said = fillLine('{name}|{agent}|{other}|{', { name, agent, house: '' })
      expect(said).toBe(`${isolate(name)}|${isolate(agent)}|{other}|{`)
    }),
  )
})
