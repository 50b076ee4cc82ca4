// Honest comments of many languages, none of which may trip the filter.
#include <gtest/gtest.h>

#include <string>

#include "moderato/testing.hpp"

namespace moderato {
namespace {

class HonestComment : public ::testing::TestWithParam<const char*> {};

TEST_P(HonestComment, Passes) {
  testing::Filter filter;
  const Finding finding = filter.check({.text = GetParam()});
  EXPECT_EQ(finding.action, Action::pass) << finding.message << "\n" << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Length, HonestComment,
    ::testing::Values(
        "Thanks, I hadn't thought of that. The BBC and NASA said otherwise, though!!!",
        "Die Straßenbahn der BVG fährt in Berlin-Köpenick wieder — endlich. Danke, ÖPNV!",
        "Où ça ? À l'École normale, évidemment… «Très bien», dit-elle.",
        "¡Qué vergüenza! ¿Y ahora qué? El PSOE y el PP dicen lo mismo.",
        "Это очень хорошая статья, спасибо! А что думает МИД РФ?", "Αυτό είναι πολύ ωραίο άρθρο, ευχαριστώ πολύ!",
        // Vietnamese, composed and decomposed.
        "Bài viết rất hay, cảm ơn tác giả. Người Việt ở khắp nơi đều đọc.",
        "Ba\u0300i vie\u0302\u0301t ra\u0302\u0301t hay, ca\u0309m o\u031bn ta\u0301c gia\u0309. Nguo\u031b\u0300i "
        "Vie\u0323\u0302t tu\u031b\u0323 do",
        // Thai, also with a tone over a vowel and a decomposed sara am.
        "บทความนี้ดีมากครับ ขอบคุณที่เขียน น้ำท่วมที่กรุงเทพฯ ใหญ่ที่สุดในรอบปี", "น\u0e49\u0e4d\u0e32ท่วมอีกแล้ว ไม่รู้จะทำยังไง ซื้อที่นี่ก็ได้",
        "यह लेख बहुत अच्छा है, धन्यवाद। क्या सरकार कुछ करेगी? स्त्रियाँ और बच्चे कहाँ जाएँगे?",
        "இந்தக் கட்டுரை மிகவும் நன்றாக உள்ளது, நன்றி. ஸ்ரீரங்கம் கோயில் எங்கே?",
        // Arabic with all its vowels, and a verse of the Quran.
        "هٰذَا مَقَالٌ جَيِّدٌ جِدًّا، شُكْرًا لَكُمْ", "بِسْمِ ٱللَّهِ ٱلرَّحْمَـٰنِ ٱلرَّحِيمِ",
        "این مقاله خیلی خوب بود، ممنون از نویسنده. می‌خواهم بیشتر "
        "بدانم.",
        // Hebrew with vowels, and with cantillation.
        "מַאֲמָר מְצֻיָּן, תּוֹדָה רַבָּה לַכּוֹתֵב", "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם וְאֵ֥ת הָאָֽרֶץ׃",
        // Five marks on one letter: a dot, a dagesh, a vowel, an accent and a meteg.
        "\u05e9\u05c1\u05bc\u05b8\u0596\u05bdלום", "这篇文章写得很好，谢谢作者！我觉得问题不在这里……",
        "とても良い記事でした。ありがとうございます！！", "정말 좋은 기사네요. 감사합니다 ㅋㅋㅋㅋ",
        "བོད་སྐད་ཀྱི་རྩོམ་འདི་ཡག་པོ་འདུག ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ།", "ဒီဆောင်းပါးက အရမ်းကောင်းပါတယ် ကျေးဇူးတင်ပါတယ်", "អត្ថបទនេះល្អណាស់ សូមអរគុណ ស្ត្រី",
        "এই লেখাটি খুব ভালো হয়েছে, ধন্যবাদ। রাষ্ট্র কী বলে?", "ეს სტატია ძალიან კარგია, მადლობა ავტორს",
        "Bu makale çok iyi, teşekkürler. İstanbul'da TBMM ne diyor?",
        "Świetny artykuł, dziękuję! Źdźbło trawy, a nie łąka.", "IPA: [ˈkʰæ̃ə̯̃nt̚], they say",
        "Great 👍🏽👏🏽 from the whole family 👨‍👩‍👧‍👦 🇺🇦❤️",
        "1. One\n2. Two\n3. Three\n\n---\n\nThat's all, folks..."));

}  // namespace
}  // namespace moderato
