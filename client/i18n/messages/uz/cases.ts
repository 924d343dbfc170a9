import type { Messages } from '../../messages.ts'

export const cases: Messages['cases'] = {
  title: 'Ochiq ishlar',
  lead: 'Nima bilan tugaganini aytmaguningizcha, bu mijozlarga qo‘ng‘iroq qilinmaydi.',
  promises: '{count, plural, one {# va’da} other {# va’da}}',
  complaints: '{count, plural, one {# shikoyat} other {# shikoyat}}',
  customer: 'Mijoz',
  what: 'Va’damiz',
  owner: 'Va’da bergan',
  due: 'Muddati',
  state: 'Holati',
  overdue: 'Muddati o‘tgan',
  inTime: 'Muddatida',
  complaint: 'Shikoyat',
  since: 'Qachondan',
  open: 'Ochiq',
  settle: 'Nima bilan tugadi',
  kept: 'Bajarildi',
  broken: 'Bajarilmadi',
  solved: 'Hal qilindi',
  closed: 'Yopildi, hal qilinmadi',
  note: 'Nima qilindi',
  noteHint: 'Ixtiyoriy. Shikoyat bilan birga saqlanadi.',
  saved: 'Saqlandi: boshqa to‘siq bo‘lmasa, {name} bilan yana bog‘laniladi.',
  ending: {
    solved: '{name}: hal qilindi',
    closed: '{name}: yopildi, hal qilinmadi',
  },
  empty: {
    title: 'Ochiq ish yo‘q',
    body: 'Operatorlar va’dalari va mijozlar shikoyatlari shu yerga tushadi.',
  },
}
