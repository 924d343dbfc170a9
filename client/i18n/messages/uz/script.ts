import type { Messages } from '../../messages.ts'

export const script: Messages['script'] = {
  say: 'Ayting',
  listen: 'Tinglang',
  read: 'O‘qing',
  step: {
    '0': {
      title: 'Qo‘ng‘iroqdan oldin',
      say: 'Uchta dalil va barcha ochiq shikoyatlarni o‘qing.',
      listen: 'Bu qo‘ng‘iroq unga nimasi bilan yoqadi?',
    },
    '1': {
      title: 'Boshlash',
      say: '“Assalomu alaykum, {name}. Men {agent}, {house} dan. Nega bizga kelmay qo‘yganingizni so‘ramoqchi edim. Hozir qulaymi?”',
      listen: 'Ha yoki boshqa vaqt. Noqulay bo‘lsa, qayta qo‘ng‘iroqni belgilang.',
    },
    '2': {
      title: 'So‘rash',
      say: '“Nima sababdan kelmay qo‘ydingiz?” Keyin jim turing.',
      listen: 'O‘z so‘zlari. Aytganidek yozing.',
    },
    '3': {
      title: 'Tinglash',
      say: '“To‘g‘ri tushungan bo‘lsam, …” O‘z so‘zingiz bilan qaytaring.',
      listen: '“Ha, xuddi shunday.” So‘ng sabab va og‘irligini tanlang.',
    },
    '4': {
      title: 'Uzr so‘rash',
      say: '“Shunday bo‘lgani uchun uzr. Yaxshirog‘ini kutishga haqli edingiz.” Halol tushuntiring; bahona qilmang.',
      listen: 'Ovoz yumshadimi? Bo‘lmasa, qaytib yana tinglang.',
    },
    '5': {
      title: 'Reja',
      say: '“Buni qanday tuzatsak bo‘ladi?” So‘ng nima, kim va qachongacha ekanini ayting.',
      listen: 'O‘zi aytgan yechim. Uni va’da sifatida yozing.',
    },
    '6': {
      title: 'Ishonch',
      say: '“Buni o‘zim nazorat qilaman. Bu raqamga odam javob beradi. Yozma tasdiq olasiz.”',
      listen: 'Shubha. Maqtov bilan emas, ism va sana bilan javob bering.',
    },
    '7': {
      title: 'Taklif',
      say: '“Qayta boshlash oson bo‘lishi uchun … taklif qila olaman.” Sababga mos bitta taklif.',
      listen: 'Ha, yetarli emas, kerak emas, ishonmayman. Bitta muqobil tayyor tursin.',
    },
    '8': {
      title: 'Nima yaxshilandi',
      say: '“Siz ketganingizdan beri … ni o‘zgartirdik.” Sababiga tegishli bitta yaxshilanish.',
      listen: 'Shu haqda savol: qaytishni o‘ylayapti.',
    },
    '9': {
      title: 'Yakun',
      say: '“Demak, … sanasida … deb kelishdik. Vaqtingiz uchun rahmat. Bu qo‘ng‘iroqni 1 dan 5 gacha baholaysizmi?”',
      listen: 'Aniq ha, yo‘q yoki sana. Qanday tugaganini yozing.',
    },
  },
}
