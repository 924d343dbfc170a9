import type { Language } from './names.ts'

type Texts = Record<Language, readonly string[]>

/** What customers said when they complained, by reason or by its group. Drafts, like all texts here: no native editor has read them. */
const COMPLAINTS: Record<string, Texts> = {
  PRC: {
    fa: ['قیمت‌ها خیلی بالا رفته و کسی از قبل خبر نداد.', 'هزینه ارسال در صورتحساب آمده که به من نگفته بودند.'],
    uz: ['Narxlar juda oshib ketdi, oldindan hech kim aytmadi.', 'Hisobda menga aytilmagan qo‘shimcha to‘lov bor.'],
    en: [
      'Prices went up a lot and nobody told me beforehand.',
      'There is a fee on my bill that I was never told about.',
    ],
  },
  PRD: {
    fa: ['زعفران سفارش آخر کیفیت همیشگی را نداشت.', 'بسته باز شده بود و چای کهنه بود.'],
    uz: ['Oxirgi buyurtmadagi choy sifatsiz edi.', 'Quti ochilgan holda keldi, yong‘oq eski ekan.'],
    en: ['The saffron in my last order was not the usual quality.', 'The parcel came open and the tea was stale.'],
  },
  SRV: {
    fa: ['نیم ساعت پشت خط ماندم و به هیچ اپراتوری نرسیدم.', 'کارمند شما با بی‌احترامی جواب داد.'],
    uz: ['Yarim soat kutdim, operatorga ulana olmadim.', 'Xodimingiz qo‘pol javob berdi.'],
    en: ['I waited half an hour and never reached a person.', 'The person I spoke to was rude to me.'],
  },
  CMP: {
    fa: ['دو هفته است شکایت کرده‌ام و جوابی نگرفته‌ام.', 'مبلغ اضافه هنوز به حسابم برنگشته است.'],
    uz: ['Ikki hafta oldin shikoyat qildim, hali javob yo‘q.', 'Ortiqcha olingan pul hali qaytarilmadi.'],
    en: ['I complained two weeks ago and have heard nothing.', 'The overcharge has still not been refunded.'],
  },
  CNV: {
    fa: ['سفارش پنج روز دیر رسید و کسی خبر نداد.', 'ساعت تحویل اصلاً با من هماهنگ نشد.'],
    uz: ['Buyurtma besh kun kech keldi.', 'Yetkazish vaqti men bilan kelishilmadi.'],
    en: ['My order came five days late without a word.', 'Nobody agreed the delivery time with me.'],
  },
  TRU: {
    fa: ['قول تخفیف دادید و در صورتحساب اعمال نشد.', 'هر روز پیام تبلیغاتی می‌فرستید، خسته شدم.'],
    uz: ['Chegirma va’da qildingiz, lekin hisobda yo‘q.', 'Har kuni reklama yuborasiz, charchadim.'],
    en: ['You promised a discount and it was not on the bill.', 'You send me advertising every day; it is too much.'],
  },
}

/** What customers wrote or said as they left without complaining, by group. */
const PARTINGS: Record<string, Texts> = {
  PRC: {
    fa: ['با قیمت جدید فعلاً نمی‌توانم سفارش بدهم.', 'بسته کوچک‌تر ندارید؟ این برایم گران است.'],
    uz: ['Yangi narxda hozircha buyurtma bera olmayman.', 'Kichikroq quti bormi? Bu qimmatlik qilyapti.'],
    en: ['At the new price I cannot order for now.', 'Do you have a smaller box? This is too dear for me.'],
  },
  CPT: {
    fa: ['فروشگاه دیگری ارزان‌تر می‌دهد.', 'دوستم جای بهتری معرفی کرد.'],
    uz: ['Boshqa do‘konda arzonroq ekan.', 'Do‘stim yaxshiroq joyni tavsiya qildi.'],
    en: ['Another shop sells it for less.', 'A friend showed me a better place.'],
  },
  NED: {
    fa: ['دیگر به این اندازه نیاز نداریم.', 'فقط برای عید خرید می‌کنم.'],
    uz: ['Endi bunchalik kerak emas.', 'Faqat bayramga xarid qilaman.'],
    en: ['We do not need that much any more.', 'I only buy for the holidays.'],
  },
  INV: {
    fa: ['کارت بانکی‌ام عوض شد و پرداخت انجام نشد.', 'از این شهر رفته‌ایم.'],
    uz: ['Kartam almashdi, to‘lov o‘tmadi.', 'Boshqa shaharga ko‘chdik.'],
    en: ['My card changed and the payment failed.', 'We have moved away.'],
  },
  PSV: {
    fa: ['مدتی سفر هستم، بعد خبر می‌دهم.', 'فعلاً دست نگه می‌دارم.'],
    uz: ['Bir muddat safardaman, keyin xabar beraman.', 'Hozircha to‘xtatib turaman.'],
    en: ['I am travelling for a while and will be in touch.', 'I am holding off for now.'],
  },
}

export const QUESTIONS: Texts = {
  fa: ['سفارش من کی می‌رسد؟', 'برنج طارم موجود دارید؟', 'می‌شود نشانی تحویل را عوض کنم؟'],
  uz: ['Buyurtmam qachon keladi?', 'Devzira guruchi bormi?', 'Yetkazish manzilini o‘zgartirsam bo‘ladimi?'],
  en: ['When will my order arrive?', 'Do you have basmati rice in stock?', 'Can I change the delivery address?'],
}

export const OUR_MESSAGES: Texts = {
  fa: ['سفارش شما فرستاده شد.', 'پسته تازه رسید؛ اگر خواستید سفارش بدهید.', 'ممنون که از ما خرید کردید.'],
  uz: ['Buyurtmangiz jo‘natildi.', 'Yangi pista keldi, xohlasangiz buyurtma bering.', 'Xaridingiz uchun rahmat.'],
  en: ['Your order is on its way.', 'Fresh pistachios are in, should you want some.', 'Thank you for buying from us.'],
}

export const OUR_CALLS: Texts = {
  fa: ['درباره زمان تحویل صحبت شد.', 'پیگیری رضایت از سفارش؛ راضی بود.', 'پاسخ نداد.'],
  uz: ['Yetkazish vaqti haqida gaplashildi.', 'Buyurtma haqida so‘raldi, mamnun.', 'Javob bermadi.'],
  en: ['Spoke about the delivery time.', 'Asked about the order; satisfied.', 'No answer.'],
}

export const PRICE_NOTICES: Record<Language, string> = {
  fa: 'از امروز قیمت‌های ما تغییر می‌کند.',
  uz: 'Bugundan narxlarimiz o‘zgaradi.',
  en: 'Our prices change from today.',
}

export const GOODS: Texts = {
  fa: ['زعفران', 'چای', 'برنج', 'پسته', 'خرما', 'گلاب', 'عسل', 'زرشک', 'بادام', 'قهوه'],
  uz: ['choy', 'guruch', 'pista', 'yong‘oq', 'mayiz', 'asal', 'bodom', 'qahva', 'zira', 'turshak'],
  en: ['saffron', 'tea', 'rice', 'pistachios', 'dates', 'rose water', 'honey', 'barberries', 'almonds', 'coffee'],
}

const groupOf = (reason: string) => reason.slice(0, 3)

/** Words of a complaint for the reason; reasons that are nobody's fault have none. */
export function complaintTexts(reason: string, language: Language): readonly string[] {
  return COMPLAINTS[groupOf(reason)]?.[language] ?? []
}

/** Words on leaving for the reason; reasons kept silent have none. */
export function partingTexts(reason: string, language: Language): readonly string[] {
  return PARTINGS[groupOf(reason)]?.[language] ?? []
}
