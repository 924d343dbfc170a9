import type { Messages } from '../../messages.ts'

export const rules: Messages['rules'] = {
  stop: {
    call: 'Qo‘ng‘iroq qilmaslikni so‘ragan',
    all: 'Umuman bog‘lanmaslikni so‘ragan',
    dead: 'Vafot etgan yoki yopilgan',
    abuse: 'Haqoratdan keyin nazoratchi qarorini kutmoqda',
  },
  hours: 'Mijoz joyida qo‘ng‘iroq vaqti emas',
  zone: { unknown: 'Mijozning vaqt mintaqasi noma’lum' },
  cap: {
    day: 'Bugun yetarlicha qo‘ng‘iroq qilingan',
    week: 'Bu hafta yetarlicha qo‘ng‘iroq qilingan',
    month: 'Bu oy yetarlicha qo‘ng‘iroq qilingan',
  },
  complaint: { open: 'Ochiq shikoyat bor: avval unga javob beriladi' },
  promise: { open: 'Va’da berganmiz: avval u bajariladi' },
  phone: { struck: 'Raqam noto‘g‘ri chiqqan', none: 'Qo‘ng‘iroq qilish uchun raqam yo‘q' },
  abandon: { rest: 'Biz tashlab ketgan qo‘ng‘iroqdan keyin tinch qo‘yilgan' },
  refusal: { rest: 'Rad javobidan keyin tinch qo‘yilgan' },
  consent: 'Qo‘ng‘iroqqa rozilik bermagan',
  holdout: 'Taqqoslash uchun qo‘ng‘iroq qilinmaydigan guruhda',
}
