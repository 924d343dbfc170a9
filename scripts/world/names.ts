/** Name lists written for the made-up town; any likeness to a living person is chance. Lists are words parted by spaces. */
export type Language = 'fa' | 'uz' | 'en'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const GIVEN_FA = words(`
  علی محمد رضا حسین مهدی امیر سعید مجید حمید فرهاد بهرام کاوه آرش سیاوش کیوان بابک نیما پویا سینا فرزاد
  بهزاد شهرام کامران مازیار داریوش کوروش ایرج منوچهر هوشنگ پرویز زهرا فاطمه مریم سارا نرگس لیلا مینا شیرین
  پریسا نازنین الهام سمیرا نسرین مهسا یاسمن ژاله پروین فریبا شهلا رویا آزاده هانیه ساناز نیلوفر لاله مهناز`)

const FAMILY_FA = words(`
  احمدی محمدی حسینی رضایی کریمی موسوی جعفری صادقی رحیمی ابراهیمی قاسمی حیدری مرادی نوری اکبری یوسفی سلیمانی
  طاهری شریفی باقری کاظمی نجفی عباسی زارعی فرهادی بهرامی کیانی شجاعی توکلی امینی خسروی داوری رستمی سهرابی
  پارسا تهرانی شیرازی اصفهانی تبریزی کرمانی یزدی همدانی قزوینی گیلانی مازندرانی خراسانی نیکنام بهشتی فلاحی
  صمدی غفاری ملکی وحیدی یعقوبی هاشمی میرزایی مقدم نادری صالحی رنجبر دهقان جوادی اسدی فتحی`)

const GIVEN_UZ = words(`
  Aziz Bobur Sardor Jasur Otabek Ulug‘bek Sherzod Dilshod Farrux Javohir Islom Kamol Laziz Mansur Nodir Oybek
  Rustam Sanjar Temur Umid Vohid Xurshid Yusuf Zafar Anvar Bahodir Doniyor Erkin G‘ayrat Husan Aziza Barno
  Dilnoza Feruza Gulnora Hilola Iroda Kamola Lola Malika Nargiza Oydin Ra’no Sevara Shahnoza Umida Zulfiya
  Yulduz Zarina Madina Mohira Nilufar Nodira Munisa Saodat Shoira`)

const FAMILY_UZ = words(`
  Abdullayev Aliyev Azimov Boboyev Botirov Davronov Ergashev Fayziyev G‘aniyev Hakimov Hamidov Ibragimov Ismoilov
  Jalilov Jo‘rayev Karimov Komilov Latipov Mahmudov Mirzayev Murodov Nazarov Nematov Normatov Olimov Ortiqov
  Otajonov Po‘latov Qodirov Qosimov Rahimov Rahmonov Rasulov Ro‘ziyev Sattorov Saidov Salimov Shodiyev Sobirov
  Sultonov Tojiyev Toshmatov Turg‘unov Umarov Usmonov Valiyev Xasanov Xoliqov Xudoyberdiyev Yo‘ldoshev Yunusov
  Yusupov Zokirov Ziyodov Egamberdiyev Eshonqulov Norqulov Mamatov Haydarov Asqarov Begmatov Choriyev Durdiyev`)

const GIVEN_EN = words(`
  James Robert John Michael David William Richard Joseph Thomas Charles Daniel Matthew Anthony Mark Steven Andrew
  Paul Joshua Kenneth Kevin Brian George Edward Peter Henry Mary Patricia Linda Elizabeth Barbara Susan Jessica
  Sarah Karen Nancy Lisa Margaret Sandra Ashley Emily Donna Michelle Carol Amanda Laura Rebecca Helen Amy Angela
  Anna Ruth Grace Alice Julia`)

const FAMILY_EN = words(`
  Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin Jackson Thompson White
  Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Hall Campbell Mitchell
  Carter Roberts Turner Phillips Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Morgan Cooper
  Peterson Reed Bailey Bell Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray Hughes Price Foster`)

export const NAMES: Record<Language, { given: readonly string[]; family: readonly string[] }> = {
  fa: { given: GIVEN_FA, family: FAMILY_FA },
  uz: { given: GIVEN_UZ, family: FAMILY_UZ },
  en: { given: GIVEN_EN, family: FAMILY_EN },
}
