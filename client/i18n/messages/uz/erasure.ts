import type { Messages } from '../../messages.ts'

export const erasure: Messages['erasure'] = {
  open: 'Bu shaxsni o‘chirish',
  title: 'Bu shaxsni butunlay o‘chirish',
  goes: 'Ism, raqamlar, xususiyatlar va u haqida yozilgan har bir so‘z olib tashlanadi.',
  stays: 'Kunlar, summalar va natijalar hisobot uchun qoladi, unga murojaat qilinmasligi ham qoladi.',
  forEver: 'Keyingi hech bir fayl uni qaytarmaydi. Buni bekor qilib bo‘lmaydi.',
  reason: 'Sababi',
  reasons: {
    asked: 'O‘zi so‘radi',
    unneeded: 'Ma’lumot endi kerak emas',
    unlawful: 'Boshidan saqlanmasligi kerak edi',
  },
  confirm: 'Tasdiqlash uchun ismni yozing',
  erase: 'Butunlay o‘chirish',
  done: 'Shaxs o‘chirildi. Bu yerdan unga boshqa qo‘ng‘iroq qilinmaydi.',
}
