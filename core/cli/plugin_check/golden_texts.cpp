#include "cli/plugin_check/golden_texts.hpp"

#include <array>
#include <utility>

#include "moderato/text/utf8.hpp"

namespace moderato::cli::plugin_check {
namespace {

using Part = std::pair<std::string_view, std::string_view>;  // what it is, and itself

constexpr auto parts = std::to_array<Part>({
    {"one letter", "a"},
    {"one capital", "A"},
    {"spaces", " "},
    {"line breaks", "\n"},
    {"carriage returns", "\r\n"},
    {"tabs", "\t"},
    {"line separators", "\u2028"},
    {"full stops", "."},
    {"exclamation marks", "!"},
    {"digits", "1"},
    {"control characters", "\x01"},
    {"terminal escapes", "\x1b[31m"},
    {"combining marks", "\u0301"},
    {"letters under marks", "e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308"},
    {"Thai vowels", "\u0e01\u0e47\u0e47\u0e47\u0e47"},
    {"zero-width spaces", "\u200b"},
    {"zero-width joiners", "a\u200d"},
    {"byte order marks", "\ufeff"},
    {"right-to-left overrides", "\u202ea"},
    {"unclosed isolates", "\u2067"},
    {"tag characters", "\U000e0041"},
    {"variation selectors", "\ufe0f"},
    {"emoji", "😀"},
    {"an emoji of four people", "👨‍👩‍👧‍👦"},
    {"emoji with skin tones", "👍🏽"},
    {"flags", "🇫🇷"},
    {"keycaps", "1️⃣"},
    {"Chinese", "漢"},
    {"Arabic", "ال"},
    {"Hebrew with points", "שָׁלוֹם "},
    {"Devanagari", "क्षि"},
    {"Hangul in parts", "\u1112\u1161\u11ab"},
    {"full-width letters", "ｖ"},
    {"mathematical letters", "𝓪"},
    {"ligatures", "ﷺ"},
    {"letters that look alike", "раypal "},
    {"opening brackets", "("},
    {"quotation marks", "\""},
    {"nested quotes", "> > > "},
    {"backslashes", "\\"},
    {"markup", "<b>"},
    {"percent signs", "%s%n"},
    {"links", "https://a.example/b?c=d "},
    {"links without end", "http://a."},
    {"bare domains", "www.a.example "},
    {"punycode", "xn--80ak6aa92e.example "},
    {"addresses in brackets", "[a](http://[::1]/) "},
    {"mentions", "@somebody "},
    {"tags", "#something "},
    {"mail addresses", "a@b.example "},
    {"card numbers", "4111 1111 1111 1111 "},
    {"bank accounts", "DE89 3704 0044 0532 0130 00 "},
    {"telephone numbers", "+49 30 901820 "},
    {"single letters apart", "a b c d "},
    {"one word", "buffalo "},
    {"spam", "BUY CHEAP WATCHES NOW!!! "},
    {"dashes", "-"},
    {"underscores in words", "a_"},
});

constexpr auto edges = std::to_array<std::string_view>(
    {"\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\ufffd", "\ufffe", "\uffff", "\U00010000", "\U0010ffff",
     "ß",      "İ",      "ı",      "ſ",      "ǅ",      "ﬃ",      "ΐ",      "ﾞ",      "　",         "\u00a0",
     "\u00ad", "\u2800", "\u3164", "½",      "①",      "😀",      "🇫",      "🏽",   "é"});

constexpr auto words = std::to_array<std::string_view>(
    {"the",    "council", "said",   "that",    "nobody", "asked",  "us",     "about",    "this",   "road",   "and",
     "I",      "think",   "it",     "is",      "wrong",  "but",    "fair",   "enough",   "money",  "for",    "schools",
     "would",  "have",    "been",   "better",  "spent",  "on",     "trains", "my",       "mother", "was",    "there",
     "when",   "they",    "opened", "the",     "bridge", "in",     "1987",   "honestly", "what",   "a",      "mess",
     "quite",  "agree",   "with",   "you",     "never",  "again",  "people", "should",   "read",   "before", "writing",
     "wir",    "haben",   "das",    "schon",   "immer",  "gesagt", "für",    "Straße",   "où",     "est",    "déjà",
     "garçon", "niño",    "mañana", "человек", "всегда", "город",  "今日は", "良い",     "안녕",   "naïve",  "didn't"});
constexpr auto ends = std::to_array<std::string_view>({". ", ". ", ". ", ", ", "! ", "? ", "... ", ".\n\n", "; "});
constexpr auto extras = std::to_array<std::string_view>({"👍", "😂", "https://news.example/2026/road",
                                                         "\"nobody asked us\"", "> nobody asked us\n", "@anna", "NOT",
                                                         "100 %", "12.50 EUR", "(see above)", "lol"});

std::string number(std::size_t value) {
  return std::to_string(value);
}

void add_single_characters(std::vector<GoldenText>& texts) {
  for (int byte = 1; byte < 0x80; ++byte)
    texts.push_back(
        {"one character, byte " + number(static_cast<std::size_t>(byte)), std::string(1, static_cast<char>(byte))});
  for (const std::string_view edge : edges) {
    texts.push_back({"one character: " + std::string{edge}, std::string{edge}});
    texts.push_back({"a word around " + std::string{edge}, "wo" + std::string{edge} + "rd"});
  }
}

void add_floods(std::vector<GoldenText>& texts, std::size_t most) {
  for (const auto& [what, part] : parts) {
    for (const std::size_t count : {std::size_t{2}, std::size_t{17}, std::size_t{300}})
      texts.push_back({number(count) + " times " + std::string{what}, flood(part, count * part.size())});
    std::string all = flood(part, most);
    texts.push_back({"a flood of " + std::string{what} + ", " + number(all.size()) + " bytes", std::move(all)});
  }
}

std::string mixture(Dice& dice) {
  std::string text;
  for (std::size_t count = 1 + dice.below(40); count > 0; --count) {
    const std::string_view part = dice.one_in(3) ? dice.pick(edges) : parts[dice.below(parts.size())].second;
    text += dice.one_in(2) ? part : dice.pick(words);
    if (dice.one_in(3)) text += ' ';
  }
  return text;
}

}  // namespace

std::string flood(std::string_view part, std::size_t most) {
  std::string text;
  text.reserve(most);
  while (text.size() + part.size() <= most) text += part;
  return text;
}

std::string_view cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && text::is_continuation(text[most])) --most;
  return text.substr(0, most);
}

std::vector<GoldenText> hostile_texts(Dice& dice, std::size_t most) {
  std::vector<GoldenText> texts{{"an empty text", ""}};
  add_single_characters(texts);
  add_floods(texts, most);

  std::string word;
  while (word.size() < most) word += static_cast<char>('a' + dice.below(26));
  texts.push_back({"one word of " + number(word.size()) + " letters", std::move(word)});
  std::string talk;
  while (talk.size() < most) talk += typical_text(dice);
  texts.push_back({"a text of " + number(most) + " bytes", std::string{cut(talk, most)}});
  texts.push_back({"a link of many letters", "https://a.example/" + std::string(most / 2, 'x')});
  texts.push_back({"what looks like JSON", R"({"text":"\u0000","id":[1,{"a":null}]} \ud83d)"});
  texts.push_back({"what looks like SQL", "'; DROP TABLE comments; --"});

  constexpr std::size_t mixtures = 180;
  for (std::size_t i = 0; i < mixtures; ++i) texts.push_back({"a mixture of everything", mixture(dice)});
  for (GoldenText& text : texts) text.text = cut(text.text, most);
  return texts;
}

std::string typical_text(Dice& dice) {
  std::string text;
  for (std::size_t count = 4 + dice.below(45); count > 0; --count) {
    text += dice.one_in(25) ? dice.pick(extras) : dice.pick(words);
    text += dice.one_in(9) ? dice.pick(ends) : " ";
  }
  return text;
}

}  // namespace moderato::cli::plugin_check
