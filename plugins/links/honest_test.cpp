// What people write that only looks like a link, and what must pass as it is.
#include <gtest/gtest.h>

#include <string>

#include "domain.hpp"
#include "finder.hpp"
#include "judges.hpp"

namespace moderato::links {
namespace {

class Honest : public ::testing::TestWithParam<const char*> {};

TEST_P(Honest, PassesWithTheDefaultsEvenByANewAuthor) {
  static const Judges judges{Settings{}};
  const Finding found = judges.judge(GetParam(), 0);
  EXPECT_EQ(found.action, Action::pass) << found.code << ": " << found.message;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Honest,
    ::testing::Values(
        "", "Nice article. I liked it.", "That is the end.So what now?", "I have done.it works now.",
        "A crisis.EU leaders met", "He knows.LOL", "too much.google it", "et.al. say", "THIS.IM A TEXAN",
        "Yes.no, maybe.", "I was there.My brother too.", "Great.Now what?", "Wait...what?", "Hm... no.",
        "So.... it ends", "e.g. this, i.e. that", "Meet at 5 p.m. or 9 a.m. sharp", "In the U.S. and the U.K. it is so",
        "The U.S.A. and the E.U. agreed", "She has a Ph.D. from St. Andrews", "Mr.Smith and Dr.Jones", "etc.in short",
        "Version 3.5 is out", "Use v2.0.1-beta.3", "It costs 3.50 or 1.234.567,89", "From 1.2.3.4 to 1.2.3.5",
        "Firefox 128.0.2", "The network 10.0.0.0/8 is private", "on 12.11.2024 at 10.30", "1.Bring it. 2.Open it.",
        "open file.py and run it", "node.js and vue.js are fine", "README.md says so", "src/main.rs and lib/util.rs",
        "libfoo.so.1 is missing", "foo.tar.gz or photo.jpg, letter.docx", "setup.exe and a.out",
        "main.cc, index.html, style.css", "call window.open(x) first", "System.out.println and std::string",
        "org.apache.commons.lang", "com.example.app is the package", "I write VB.NET and ASP.NET",
        "mail me at john.doe@example.com please", "mailto:ann@example.org", "john.doe+news@example.co.uk",
        "write to <ann@example.com>.", "and/or, 24/7, w/o", "Really?!.. no", "\"Quoted.\" she said.",
        "He said:so be it", "(see above).", "[1](see below)", "[text] (and more)", "a[0].b[1] = f(x)", "C# and .NET",
        ".com is a top-level domain", "the dot com boom", "dot. com", "5.am", "No.1 and no.2",
        "Привет.Как дела? Всё хорошо.", "Он пришёл.со мной", "г.Москва, ул.Ленина", "т.е. так, и т.д.",
        "我爱你。中国很大。", "我用Windows。Python很好。", "今日は良い天気。明日も。", "안녕하세요.반갑습니다.",
        "สวัสดี.ครับ", "مرحبا.كيف حالك", "καλημέρα.τι κάνεις", "हाँ।नहीं", "Ça va.Oui", "Größe.Überall", "100.000 Euro",
        "$3.99/mo", "f.ex. at.no", "http:// is how it starts", "://", "https://", "T h i s  i s  s p a c e d . Y e s",
        "a . b . c . d", "x = y . z", "ok (.) ok", "1:30.5", "-.-  ._.  o.O  >.<", "@john.me said so",
        "I am here.is it you?", "🙂.🙂", "file.sh/other.sh", "ratio 3.14:1", "\xff.\xfe\xff", "a\xcc.com\xcc"));

}  // namespace
}  // namespace moderato::links
