import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSteppedClock } from '../../../test/harness/clock.ts'
import { createTestDatabase } from '../../../test/harness/database.ts'
import { foldName } from '../digits.ts'
import { searchCustomers } from './search.service.ts'
import { addKnown } from './search.test-base.ts'

const clock = createSteppedClock('2026-11-28T08:00:00Z')
let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
  await addKnown(
    database,
    [
      { name: 'علی محمدی', externalId: 'C-1001', e164: ['+989121234567', '+982188001122'], city: 'تهران' },
      { name: 'Mohammad Karimi', externalId: 'C-1002', e164: ['+989351112233'] },
      { name: 'Aziz Muhammadiyev', externalId: 'C-1003', e164: ['+998901234567'] },
      { name: 'Ali Reza Mohammadi', externalId: 'K-7' },
      { name: 'حسین رضایی', externalId: 'c-10' },
      { name: 'حسن رضایی' },
      { name: 'Йўлдошев Ғайрат' },
      { name: 'Bahrampour 100%_\\ Ltd' },
      { name: '=HYPERLINK("x") <b>Zed</b> Quux', externalId: '٪%' },
      ...Array.from({ length: 300 }, (_, n) => ({ name: 'مریم احمدی', externalId: `M-${String(n).padStart(3, '0')}` })),
      { name: 'مریم احمدیان‌فرد', externalId: 'rare' },
    ],
    clock.now(),
  )
})
afterAll(() => database.drop())

const search = (text: string) => searchCustomers(database.db, text, 'IR')
const names = async (text: string) => (await search(text)).hits.map(({ name }) => name)

describe('search by name', () => {
  it.each([
    'علی محمدی',
    'علي محمدي',
    'Ali Mohammadi',
    'ali muhammady',
    'Али Муҳаммадий',
    'محمدی علی',
    'ALI  MOHAMADI',
    'علی‌محمدی',
  ])('finds Ali Mohammadi by %s, first', async (text) => {
    expect((await names(text))[0]).toBe('علی محمدی')
  })

  it('finds all who sound alike in every script', async () => {
    expect(new Set(await names('mohammadi'))).toEqual(
      new Set(['علی محمدی', 'Mohammad Karimi', 'Aziz Muhammadiyev', 'Ali Reza Mohammadi']),
    )
    expect(await names('yuldoshev')).toEqual(['Йўлдошев Ғайрат'])
    expect(await names('g‘ayrat')).toEqual(['Йўлдошев Ғайрат'])
  })

  it('finds a name while it is being typed, by any of its words', async () => {
    expect(await names('mohamm')).toContain('علی محمدی')
    expect(await names('reza mohammadi')).toEqual(['Ali Reza Mohammadi'])
    expect(await names('karim')).toEqual(['Mohammad Karimi'])
  })

  it('puts the spelling that was meant before the one that sounds like it', async () => {
    expect(await names('Hasan Rezaei')).toEqual(['حسن رضایی', 'حسین رضایی'])
    expect(await names('Hossein Rezaee')).toEqual(['حسین رضایی', 'حسن رضایی'])
    expect(await names('حسن')).toEqual(['حسن رضایی', 'حسین رضایی'])
  })

  it('finds who was misspelt by one letter, and says so', async () => {
    for (const slip of ['bahranpour', 'bahrapour', 'bahrrampoul', 'barhampour', 'بهرانپور'])
      expect([slip, (await search(slip)).hits.map(({ name, matchedBy }) => [name, matchedBy])]).toEqual([
        slip,
        [['Bahrampour 100%_\\ Ltd', 'slip']],
      ])
    expect(await names('bahranboul')).toEqual([])
  })

  it('shows twenty of a common name, says that there are more, and finds the rare one by its own name', async () => {
    const common = await search('مریم احمدی')
    expect([common.hits.length, common.more]).toEqual([20, true])
    expect(await names('مریم احمدیان')).toEqual(['مریم احمدیان‌فرد'])
    const again = await search('مریم احمدی')
    expect(again).toEqual(common)
  })
})

describe('search by number and id', () => {
  it.each([
    '09121234567',
    '۰۹۱۲۱۲۳۴۵۶۷',
    '٠٩١٢ ١٢٣ ٤٥٦٧',
    '+98 912 123 4567',
    '0098-912-123-4567',
    '\u202a+989121234567\u202c',
    '1234567',
    '9121234567',
  ])('finds who has the number %s and shows it masked', async (text) => {
    const { hits } = await search(text)
    expect(hits[0]).toMatchObject({ name: 'علی محمدی', maskedPhone: '+98 912 *** 4567', matchedBy: 'number' })
    expect(JSON.stringify(hits)).not.toContain('1234567')
  })

  it('finds by the last four digits, and shows the number that it found', async () => {
    expect((await search('1122')).hits).toMatchObject([{ name: 'علی محمدی', maskedPhone: '+98 218 *** 1122' }])
    expect((await search('۲۲۳۳')).hits).toMatchObject([{ name: 'Mohammad Karimi' }])
    expect((await search('4567')).hits).toHaveLength(2)
    expect((await search('123')).hits).toEqual([])
  })

  it('finds an id whole before those that begin so, whatever its case and digits', async () => {
    expect((await search('C-۱۰۰۱')).hits.map(({ externalId }) => externalId)).toEqual(['C-1001'])
    const ids = (await search('c-10')).hits.map(({ externalId }) => externalId)
    expect(ids).toEqual(['c-10', 'C-1001', 'C-1002', 'C-1003'])
    expect((await search('m-2')).more).toBe(true)
  })

  it('says whether a number was looked for', async () => {
    const asked = ['4567', '09121234567', 'ali', 'C-1001', '123']
    expect(await Promise.all(asked.map(async (text) => (await search(text)).byNumber))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })
})

describe('odd searches', () => {
  it.each(['', ' ', 'a', 'ع', '5', '%', '%%%', '__', '\\', '🙂', '\u202e\u200f', '---', "'"])(
    'asks for more than %j',
    async (text) => {
      await expect(search(text)).rejects.toMatchObject({
        status: 422,
        problem: { code: 'search.short', params: { least: 2 } },
      })
    },
  )

  it('takes wildcards, quotes, marks and endless texts for what they are', async () => {
    for (const text of [
      '100%',
      'ab%',
      'm_r',
      "x' OR 1=1 --",
      '\\x00',
      'م%د',
      'اح'.repeat(100),
      'a '.repeat(100),
      '9'.repeat(200),
      '🙂🙂 ab 🙂',
    ])
      expect([text, (await search(text)).hits.filter(({ name }) => name === 'علی محمدی')]).toEqual([text, []])
    expect(await names('100%')).toEqual(['Bahrampour 100%_\\ Ltd'])
    expect(await names('\u202eQuux\u202c')).toEqual(['=HYPERLINK("x") <b>Zed</b> Quux'])
  })
})

describe('what a name is found by', () => {
  it('follows the name: the old one finds nobody at once, the new one when it is written', async () => {
    const [id = ''] = await addKnown(database, [{ name: 'Wilhelmina Oldfield' }], clock.now())
    expect(await names('oldfield')).toEqual(['Wilhelmina Oldfield'])
    const name = 'Wilhelmina Newbridge'
    await database.db.customer.update({ where: { id }, data: { name, searchName: foldName(name) } })
    expect([await names('oldfield'), await names('newbridge')]).toEqual([[], []])
    await addKnown(database, [], clock.now())
    expect([await names('oldfield'), await names('newbridge')]).toEqual([[], [name]])
  })
})
