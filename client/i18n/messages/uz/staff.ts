import type { Messages } from '../../messages.ts'

export const staff: Messages['staff'] = {
  title: 'Xodimlar',
  lead: 'Kim qanday rolda kiradi va qaysi tillarda qo‘ng‘iroq qiladi.',
  add: 'Xodim qo‘shish',
  adding: 'Qo‘shilmoqda…',
  change: 'O‘zgartirish',
  name: 'Ism',
  email: 'Elektron pochta',
  role: 'Rol',
  languages: 'Qo‘ng‘iroq tillari',
  active: 'Kira oladi',
  inactive: 'O‘chirilgan',
  switchOff: 'O‘chirish',
  switchOn: 'Yoqish',
  createdAt: 'Qachondan',
  password: 'Birinchi parol',
  passwordHint: 'Kamida 12 ta belgi. Uni shaxsan bering.',
  empty: { title: 'Sizdan boshqa hech kim yo‘q', body: 'Qo‘ng‘iroq qiladigan xodimlarni qo‘shing.' },
  saved: '{name} saqlandi.',
  roleNote: {
    agent: 'O‘z stolidagi mijozni ko‘radi',
    supervisor: 'Jamoani ko‘radi, import qiladi, zalni kuzatadi',
    admin: 'Xodimlar va sozlamalarni boshqaradi',
    auditor: 'Audit yozuvlarini o‘qiydi',
  },
}
