import type { Messages } from '../../messages.ts'

export const rules: Messages['rules'] = {
  stop: {
    _: 'Bog‘lanmaslikni so‘ragan',
    call: 'Qo‘ng‘iroq qilmaslikni so‘ragan',
    all: 'Umuman bog‘lanmaslikni so‘ragan',
    dead: 'Vafot etgan yoki yopilgan',
    abuse: 'Haqoratdan keyin nazoratchi qarorini kutmoqda',
  },
  hours: {
    _: 'Mijoz joyida qo‘ng‘iroq vaqti emas',
    closed: 'Mijoz joyida qo‘ng‘iroq vaqti emas',
    'zone-unknown': 'Mijozning vaqt mintaqasi noma’lum',
    'never-open': 'Raqam bo‘lishi mumkin bo‘lgan mintaqalarda umumiy qo‘ng‘iroq vaqti yo‘q',
  },
  zone: {
    unknown: 'Mijozning vaqt mintaqasi noma’lum',
  },
  cap: {
    _: 'Hozircha yetarlicha qo‘ng‘iroq qilingan',
    person: 'Bu odamga {hours, number} soatda {max, number} marta qo‘ng‘iroq qilingan',
    phone: 'Bu raqamga {hours, number} soatda {max, number} marta qo‘ng‘iroq qilingan',
    day: 'Bugun yetarlicha qo‘ng‘iroq qilingan',
    week: 'Bu hafta yetarlicha qo‘ng‘iroq qilingan',
    month: 'Bu oy yetarlicha qo‘ng‘iroq qilingan',
  },
  complaint: {
    open: 'Ochiq shikoyat bor: avval unga javob beriladi',
  },
  promise: {
    open: 'Va’da berganmiz: avval u bajariladi',
  },
  phone: {
    struck: 'Raqam noto‘g‘ri chiqqan',
    none: 'Qo‘ng‘iroq qilish uchun raqam yo‘q',
  },
  country: {
    closed: 'Telefon tarmog‘i bu mamlakatga qo‘ng‘iroq qilishga ruxsat bermayapti',
  },
  abandoned: {
    rest: 'Biz tashlab ketgan qo‘ng‘iroqdan keyin tinch qo‘yilgan',
  },
  refusal: {
    rest: 'Rad javobidan keyin tinch qo‘yilgan',
  },
  consent: {
    _: 'Qo‘ng‘iroqqa rozilik bermagan',
    refused: 'Qo‘ng‘iroqqa roziligini qaytarib olgan',
  },
  marketing: {
    permission: 'Bu yerdagi qonun sotuv qo‘ng‘irog‘idan oldin ruxsat talab qiladi',
  },
  register: {
    _: 'Qo‘ng‘iroq qilinmaydiganlar ro‘yxatida',
    listed: 'Qo‘ng‘iroq qilinmaydiganlar ro‘yxatida',
    stale: 'Qo‘ng‘iroq qilinmaydiganlar ro‘yxatidan nusxamiz eskirgan',
  },
  person: {
    dials: 'Bu raqamni odam terishi kerak',
  },
  mode: 'Bu kampaniyada raqamni mashina emas, odam teradi',
  campaign: {
    none: 'Ishlayotgan kampaniyalarning hech biri bu mijozga qo‘ng‘iroq qilmaydi',
  },
  holdout: 'Taqqoslash uchun qo‘ng‘iroq qilinmaydigan guruhda',
}
